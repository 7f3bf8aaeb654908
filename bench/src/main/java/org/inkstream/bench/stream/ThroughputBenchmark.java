package org.inkstream.bench.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inkstream.bench.engine.Engine;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.scorer.ScorerChild;

/** Events a second from topic to topic, one stream thread, the broker in another process. */
public final class ThroughputBenchmark {

  /** More than any of the applications has answered in a second. */
  private static final int FASTEST = 130_000;

  /** The same for those that read JSON. */
  private static final int FASTEST_JSON = 8_000;

  private static final int AVRO_BYTES = 900;
  private static final int JSON_BYTES = 2_200;
  private static final long MAX_AVRO_BYTES = 3L << 30;
  private static final long MAX_JSON_BYTES = 1L << 30;

  private static final Measured PASS_THROUGH = new Measured(Variant.PASS_THROUGH, true);
  private static final Measured CONSTANT = new Measured(Variant.OURS_CONSTANT, true);
  private static final Measured MLP = new Measured(Variant.OURS_MLP, true);
  private static final Measured CNN = new Measured(Variant.OURS_CNN, true);
  private static final Measured MLP_AT_LEAST_ONCE = new Measured(Variant.OURS_MLP, false);
  private static final Measured JSON = new Measured(Variant.JSON_DL4J, true);
  private static final Measured JSON_ONEDNN = new Measured(Variant.JSON_DL4J_ONEDNN, true);
  private static final Measured ONNX = new Measured(Variant.ONNX, true);
  private static final Measured ONNX_AT_LEAST_ONCE = new Measured(Variant.ONNX, false);

  private static final List<Measured> ALL =
      List.of(
          PASS_THROUGH,
          CONSTANT,
          MLP,
          CNN,
          MLP_AT_LEAST_ONCE,
          JSON,
          JSON_ONEDNN,
          ONNX_AT_LEAST_ONCE,
          ONNX);

  private record Measured(Variant variant, boolean exactlyOnce) {
    String title() {
      return variant.title(exactlyOnce);
    }
  }

  private ThroughputBenchmark() {}

  /** Measures all applications and reports. */
  public static void run(Bench bench) throws InterruptedException {
    for (Kind kind : Kind.values()) {
      bench.requireAgreement(kind);
    }
    measure(bench, ALL);
  }

  /** Measures our topology with a constant alone; for a test that the machinery works. */
  static void smoke(Bench bench) throws InterruptedException {
    measure(bench, List.of(CONSTANT));
  }

  private static void measure(Bench bench, List<Measured> all) throws InterruptedException {
    Map<Measured, List<Run>> runs = new LinkedHashMap<>();
    all.forEach(measured -> runs.put(measured, new ArrayList<>()));
    List<Double> alone = new ArrayList<>();
    Events events = new Events(bench.images());
    try (Cluster cluster = Cluster.start(bench.folder().resolve("throughput"))) {
      long avro = preload(bench, FASTEST, MAX_AVRO_BYTES / AVRO_BYTES);
      bench.say("preloading %,d events".formatted(avro));
      cluster.preloadAvro(events, avro);
      long json = preload(bench, FASTEST_JSON, MAX_JSON_BYTES / JSON_BYTES);
      if (all.contains(JSON)) {
        bench.say("preloading %,d events as JSON".formatted(json));
        cluster.preloadJson(events, json);
      }
      for (int round = 0; round < bench.plan().rounds(); round++) {
        for (Measured measured : Bench.turned(all, round)) {
          bench.say(
              "throughput, round %d of %d: %s"
                  .formatted(round + 1, bench.plan().rounds(), measured.title()));
          Run run =
              Run.of(
                  bench,
                  cluster,
                  events,
                  measured.variant(),
                  AppSettings.PRODUCTION.with(measured.exactlyOnce()),
                  "bench-" + all.indexOf(measured) + "-" + round,
                  measured.variant().readsJson() ? json : avro);
          runs.get(measured).add(run);
          if (measured.equals(CNN)) {
            alone.add(scorerAlone(bench, (int) Math.max(1, Math.round(run.batchSize()))));
          }
        }
      }
    }
    Map<Measured, Row> rows = new LinkedHashMap<>();
    runs.forEach((measured, of) -> rows.put(measured, row(bench, measured, of, rows)));
    if (all.size() == ALL.size()) {
      ratios(bench, rows, new Sample(alone));
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
    Row baseline = before.get(PASS_THROUGH);
    bench.report().row(baseline == null ? row : row.against("pass-through", baseline.value()));
    return row;
  }

  private static void ratios(Bench bench, Map<Measured, Row> rows, Sample alone) {
    ratio(bench, rows, CNN, "the scorer alone, images/s at this batch size", alone, 0.75);
    ratio(bench, rows, MLP, "a constant", rows.get(CONSTANT).value(), 0.5);
    ratio(bench, rows, MLP, "JSON, DL4J as it comes", rows.get(JSON).value(), 30);
    ratio(bench, rows, MLP, "JSON, DL4J with oneDNN", rows.get(JSON_ONEDNN).value(), 30);
    ratio(bench, rows, MLP, "ONNX Runtime, exactly once", rows.get(ONNX).value(), 0.8);
    ratio(
        bench, rows, MLP, "ONNX Runtime, at least once", rows.get(ONNX_AT_LEAST_ONCE).value(), 0.8);
  }

  private static void ratio(
      Bench bench,
      Map<Measured, Row> rows,
      Measured ours,
      String name,
      Sample baseline,
      double goal) {
    Row row = Row.baseline("throughput, goals", ours.title(), "events/s", rows.get(ours).value());
    bench.report().row(row.against(name, baseline).withGoal(goal));
  }

  private static Sample sample(List<Run> runs, ToDoubleFunction<Run> of) {
    return new Sample(runs.stream().mapToDouble(of).boxed().toList());
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
    return sample(runs, of).median();
  }
}
