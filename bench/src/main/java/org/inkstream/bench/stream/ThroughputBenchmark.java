package org.inkstream.bench.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.inkstream.bench.engine.Engine;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.scorer.ScorerChild;
import org.inkstream.model.command.CommandFailure;

/** Events a second from topic to topic, one stream thread, the broker in another process. */
public final class ThroughputBenchmark {

  /** More than any of the applications has answered in a second. */
  private static final int FASTEST = 130_000;

  /** The same for those that read JSON. */
  private static final int FASTEST_JSON = 8_000;

  /** How often a rival is run before it is given up. */
  private static final int CHANCES = 3;

  private static final int AVRO_BYTES = 900;
  private static final int JSON_BYTES = 2_200;
  private static final long MAX_AVRO_BYTES = 3L << 30;
  private static final long MAX_JSON_BYTES = 1L << 30;

  private static final AppSettings PRODUCTION = AppSettings.PRODUCTION;
  private static final AppSettings AT_LEAST_ONCE = PRODUCTION.with(false);
  private static final AppSettings WITHOUT_DRIFT = PRODUCTION.withoutDrift();

  private static final Measured PASS_THROUGH = new Measured(Variant.PASS_THROUGH, PRODUCTION);
  private static final Measured CONSTANT = new Measured(Variant.OURS_CONSTANT, WITHOUT_DRIFT);
  private static final Measured MLP = new Measured(Variant.OURS_MLP, PRODUCTION);
  private static final Measured MLP_TENTH =
      new Measured(Variant.OURS_MLP, PRODUCTION.withSample(0.1));
  private static final Measured MLP_WITHOUT = new Measured(Variant.OURS_MLP, WITHOUT_DRIFT);
  private static final Measured CNN = new Measured(Variant.OURS_CNN, PRODUCTION);
  private static final Measured CNN_SHADOWED =
      new Measured(Variant.OURS_CNN, PRODUCTION.withShadow());
  private static final Measured CNN_WITHOUT = new Measured(Variant.OURS_CNN, WITHOUT_DRIFT);
  private static final Measured MLP_AT_LEAST_ONCE = new Measured(Variant.OURS_MLP, AT_LEAST_ONCE);
  private static final Measured JSON = new Measured(Variant.JSON_DL4J, PRODUCTION);
  private static final Measured JSON_ONEDNN = new Measured(Variant.JSON_DL4J_ONEDNN, PRODUCTION);
  private static final Measured ONNX = new Measured(Variant.ONNX, PRODUCTION);
  private static final Measured ONNX_AT_LEAST_ONCE = new Measured(Variant.ONNX, AT_LEAST_ONCE);

  private static final List<Measured> ALL =
      List.of(
          PASS_THROUGH,
          CONSTANT,
          MLP,
          MLP_TENTH,
          MLP_WITHOUT,
          CNN,
          CNN_SHADOWED,
          CNN_WITHOUT,
          MLP_AT_LEAST_ONCE,
          JSON,
          JSON_ONEDNN,
          ONNX_AT_LEAST_ONCE,
          ONNX);

  private record Measured(Variant variant, AppSettings settings) {
    String title() {
      return variant.title(settings);
    }
  }

  private ThroughputBenchmark() {}

  /** Measures all applications and reports. */
  public static void run(Bench bench) throws InterruptedException {
    List<Measured> chosen =
        ALL.stream().filter(each -> each.title().contains(bench.plan().only())).toList();
    if (chosen.isEmpty()) {
      throw new CommandFailure(
          "no stream's name contains '%s'; there are%n  %s"
              .formatted(
                  bench.plan().only(),
                  ALL.stream().map(Measured::title).collect(Collectors.joining("\n  "))));
    }
    for (Kind kind : Kind.values()) {
      if (chosen.stream().anyMatch(each -> each.variant().kind().equals(Optional.of(kind)))) {
        bench.requireAgreement(kind);
      }
    }
    measure(bench, chosen);
  }

  /** Measures a constant in production's topology; for a test that the machinery works. */
  static void smoke(Bench bench) throws InterruptedException {
    measure(bench, List.of(new Measured(Variant.OURS_CONSTANT, PRODUCTION)));
  }

  private static void measure(Bench bench, List<Measured> all) throws InterruptedException {
    Map<Measured, List<Run>> runs = new LinkedHashMap<>();
    all.forEach(measured -> runs.put(measured, new ArrayList<>()));
    Map<Measured, List<Double>> alone = new HashMap<>();
    Events events = new Events(bench.images());
    try (Cluster cluster = Cluster.start(bench.folder().resolve("throughput"))) {
      long avro = preload(bench, FASTEST, MAX_AVRO_BYTES / AVRO_BYTES);
      bench.say("preloading %,d events".formatted(avro));
      cluster.preloadAvro(events, avro);
      long json = preload(bench, FASTEST_JSON, MAX_JSON_BYTES / JSON_BYTES);
      if (all.stream().anyMatch(each -> each.variant().readsJson())) {
        bench.say("preloading %,d events as JSON".formatted(json));
        cluster.preloadJson(events, json);
      }
      for (int round = 0; round < bench.plan().rounds(); round++) {
        for (Measured measured : Bench.turned(all, round)) {
          bench.say(
              "throughput, round %d of %d: %s"
                  .formatted(round + 1, bench.plan().rounds(), measured.title()));
          Run run =
              run(
                  bench,
                  cluster,
                  events,
                  measured,
                  "bench-" + all.indexOf(measured) + "-" + round,
                  measured.variant().readsJson() ? json : avro);
          // Now, because a later one may fail.
          bench.say("  %,.0f events/s".formatted(run.eventsPerSecond()));
          runs.get(measured).add(run);
          if (measured.variant() == Variant.OURS_CNN && !measured.settings().shadow()) {
            int batch = (int) Math.max(1, Math.round(run.batchSize()));
            alone
                .computeIfAbsent(measured, key -> new ArrayList<>())
                .add(scorerAlone(bench, batch));
          }
        }
      }
    }
    Map<Measured, Row> rows = new LinkedHashMap<>();
    runs.forEach((measured, of) -> rows.put(measured, row(bench, measured, of, rows)));
    ratios(bench, rows, alone);
  }

  /** One run; a rival that loses or repeats answers gets another chance, which ours does not. */
  private static Run run(
      Bench bench, Cluster cluster, Events events, Measured measured, String id, long preloaded)
      throws InterruptedException {
    for (int chance = 1; ; chance++) {
      try {
        return Run.of(
            bench,
            cluster,
            events,
            measured.variant(),
            measured.settings(),
            id + "-" + chance,
            preloaded);
      } catch (UncleanRunException e) {
        if (measured.variant().ours() || chance == CHANCES) {
          throw e;
        }
        bench.say("  not counted: " + e.getMessage());
      }
    }
  }

  private static long preload(Bench bench, int fastest, long most) {
    return Math.min(most, (long) fastest * (bench.plan().warmUpSeconds() + bench.plan().seconds()));
  }

  private static double scorerAlone(Bench bench, int batch) {
    try (ScorerChild scorer = ScorerChild.start(bench, Engine.INKSTREAM, Kind.CNN)) {
      return scorer.measure(batch).imagesPerSecond();
    }
  }

  private static Row row(
      Bench bench, Measured measured, List<Run> runs, Map<Measured, Row> before) {
    Row row =
        Row.baseline("throughput", measured.title(), "events/s", sample(runs, Run::eventsPerSecond))
            .with("cpu us", median(runs, Run::cpuMicros))
            .with("seconds", median(runs, Run::seconds));
    if (sample(runs, Run::batchSize).median() > 0) {
      row = row.with("batch", median(runs, Run::batchSize));
    }
    if (measured.settings().shadow()) {
      row = row.with("shed %", 100 * median(runs, Run::shed));
    }
    Row baseline = before.get(PASS_THROUGH);
    bench.report().row(baseline == null ? row : row.against("pass-through", baseline.value()));
    return row;
  }

  /**
   * Those that take no drift statistics (the scorer alone, the constant, the rivals) are compared
   * with ours without them, which is what the goals are for; ours as it serves by default stands
   * beside it without a goal. What statistics cost is a goal of its own.
   */
  private static void ratios(
      Bench bench, Map<Measured, Row> rows, Map<Measured, List<Double>> alone) {
    for (Measured ours : List.of(CNN_WITHOUT, CNN)) {
      if (alone.containsKey(ours)) {
        Row row =
            beside(rows, ours, "the scorer alone, images/s at this batch size", alone.get(ours));
        bench.report().row(ours.equals(CNN_WITHOUT) ? row.withGoal(0.75) : row);
      }
    }
    ratio(bench, rows, MLP_WITHOUT, "a constant", CONSTANT, 0.5);
    againstRival(bench, rows, "JSON, DL4J as it comes", JSON, 30);
    againstRival(bench, rows, "JSON, DL4J with oneDNN", JSON_ONEDNN, 30);
    againstRival(bench, rows, "ONNX Runtime, exactly once", ONNX, 0.8);
    againstRival(bench, rows, "ONNX Runtime, at least once", ONNX_AT_LEAST_ONCE, 0.8);
    ratio(bench, rows, CNN_SHADOWED, "the same without a shadow", CNN, OptionalDouble.empty());
    String without = "the same without drift statistics";
    ratio(bench, rows, CNN, without, CNN_WITHOUT, 0.9);
    ratio(bench, rows, MLP_TENTH, without, MLP_WITHOUT, 0.9);
    ratio(bench, rows, MLP, without, MLP_WITHOUT, OptionalDouble.empty());
  }

  private static void againstRival(
      Bench bench, Map<Measured, Row> rows, String name, Measured rival, double goal) {
    ratio(bench, rows, MLP_WITHOUT, name, rival, goal);
    ratio(bench, rows, MLP, name, rival, OptionalDouble.empty());
  }

  private static void ratio(
      Bench bench,
      Map<Measured, Row> rows,
      Measured ours,
      String name,
      Measured baseline,
      double goal) {
    ratio(bench, rows, ours, name, baseline, OptionalDouble.of(goal));
  }

  /** Nothing, unless both were measured. */
  private static void ratio(
      Bench bench,
      Map<Measured, Row> rows,
      Measured ours,
      String name,
      Measured baseline,
      OptionalDouble goal) {
    if (rows.containsKey(ours) && rows.containsKey(baseline)) {
      Row row = beside(rows, ours, name, rows.get(baseline).value().rounds());
      bench.report().row(goal.isPresent() ? row.withGoal(goal.getAsDouble()) : row);
    }
  }

  private static Row beside(
      Map<Measured, Row> rows, Measured ours, String name, List<Double> baseline) {
    return Row.baseline("throughput, goals", ours.title(), "events/s", rows.get(ours).value())
        .against(name, new Sample(baseline));
  }

  private static Sample sample(List<Run> runs, ToDoubleFunction<Run> of) {
    return new Sample(runs.stream().mapToDouble(of).boxed().toList());
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
    return sample(runs, of).median();
  }
}
