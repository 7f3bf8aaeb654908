package org.inkstream.bench.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.features.FeaturesChild.Costs;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;

/**
 * Processor time of one thread for scoring, for the embeddings, and for drift statistics of every
 * image, batch size by batch size. Processor time, because it is what is spent, whatever else the
 * machine does.
 */
public final class FeaturesBenchmark {

  private FeaturesBenchmark() {}

  /** Measures and reports. */
  public static void run(Bench bench) {
    for (Kind kind : Kind.values()) {
      Map<Integer, List<Costs>> costs = new LinkedHashMap<>();
      for (int round = 0; round < bench.plan().rounds(); round++) {
        bench.say("features, round %d of %d: %s".formatted(round + 1, bench.plan().rounds(), kind));
        try (FeaturesChild child = FeaturesChild.start(bench, kind)) {
          for (int batch : bench.plan().batches()) {
            costs.computeIfAbsent(batch, key -> new ArrayList<>()).add(child.measure(batch));
          }
        }
      }
      costs.forEach((batch, of) -> report(bench, kind + ", batch " + batch, of));
    }
  }

  private static void report(Bench bench, String where, List<Costs> costs) {
    Row scorer = row(where + ", the scorer alone", costs, Costs::scorer);
    bench.report().row(scorer);
    for (Row row :
        List.of(
            row(where + ", the scorer with embeddings", costs, Costs::embedding),
            row(where + ", statistics alone", costs, Costs::statistics),
            row(where + ", of these the outlier test", costs, Costs::outlier),
            row(
                where + ", the scorer with embeddings and statistics",
                costs,
                c -> c.embedding() + c.statistics()))) {
      bench.report().row(row.against("the scorer alone", scorer.value()));
    }
  }

  private static Row row(String name, List<Costs> costs, ToDoubleFunction<Costs> micros) {
    Sample spent = new Sample(costs.stream().mapToDouble(micros).boxed().toList());
    Sample images = new Sample(spent.rounds().stream().map(each -> 1e6 / each).toList());
    return Row.baseline("features", name, "images/cpu s", images).with("cpu us", spent.median());
  }
}
