package org.inkstream.bench.scorer;

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
import org.inkstream.bench.scorer.ScorerChild.Speed;

/** Images a second of one thread: each engine, each network, each batch size. */
public final class ScorerBenchmark {

  private static final int HEADLINE_BATCH = 64;
  private static final double HEADLINE_GOAL = 8;

  private record Cell(Engine engine, int batch) {}

  private ScorerBenchmark() {}

  /** Measures and reports. */
  public static void run(Bench bench) {
    for (Kind kind : Kind.values()) {
      bench.requireAgreement(kind);
      Map<Cell, List<Speed>> speeds = new LinkedHashMap<>();
      for (int round = 0; round < bench.plan().rounds(); round++) {
        for (Engine engine : Bench.turned(Engine.of(kind), round)) {
          bench.say(
              "scorer, round %d of %d: %s, %s"
                  .formatted(round + 1, bench.plan().rounds(), kind, engine.title()));
          try (ScorerChild child = ScorerChild.start(bench, engine, kind)) {
            for (int batch : bench.plan().batches()) {
              speeds
                  .computeIfAbsent(new Cell(engine, batch), cell -> new ArrayList<>())
                  .add(child.measure(batch));
            }
          }
        }
      }
      report(bench, kind, speeds);
    }
  }

  private static void report(Bench bench, Kind kind, Map<Cell, List<Speed>> speeds) {
    for (int batch : bench.plan().batches()) {
      Row baseline = null;
      for (Engine engine : Engine.of(kind)) {
        List<Speed> of = speeds.get(new Cell(engine, batch));
        Row row =
            Row.baseline(
                    "scorer",
                    "%s, batch %d, %s".formatted(kind, batch, engine.title()),
                    "images/s",
                    sample(of, Speed::imagesPerSecond))
                .with("cpu us thread", median(of, Speed::threadMicros))
                .with("cpu us process", median(of, Speed::processMicros));
        baseline = baseline == null ? row : baseline;
        Row beside = row == baseline ? row : row.against(Engine.DL4J.title(), baseline.value());
        boolean headline =
            kind == Kind.CNN && batch == HEADLINE_BATCH && engine == Engine.INKSTREAM;
        bench.report().row(headline ? beside.withGoal(HEADLINE_GOAL) : beside);
      }
    }
  }

  private static Sample sample(List<Speed> speeds, ToDoubleFunction<Speed> of) {
    return new Sample(speeds.stream().mapToDouble(of).boxed().toList());
  }

  private static double median(List<Speed> speeds, ToDoubleFunction<Speed> of) {
    return sample(speeds, of).median();
  }
}
