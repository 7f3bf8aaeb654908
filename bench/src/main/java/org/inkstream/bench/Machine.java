package org.inkstream.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Children;
import org.inkstream.bench.run.Plan;

/** What all measurements of one invocation have in common. */
final class Machine {

  private Machine() {}

  static Map<String, Object> settings(Plan plan) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("cores", Runtime.getRuntime().availableProcessors());
    settings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    settings.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    settings.put("kafka", AppInfoParser.getVersion());
    settings.put("heap", Children.HEAP + " of each fresh JVM, parallel collector");
    settings.put("native threads", "1 (OpenMP, ONNX Runtime)");
    settings.put("rounds", plan.rounds());
    settings.put("warm-up", plan.warmUpSeconds() + " s");
    settings.put("measured", plan.seconds() + " s");
    settings.put(
        "weights", plan.bundles().isEmpty() ? "random, seed " + Bench.SEED : plan.bundles());
    return settings;
  }
}
