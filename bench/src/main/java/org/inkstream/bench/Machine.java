package org.inkstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Children;
import org.inkstream.bench.run.Plan;
import org.inkstream.bench.stream.AppSettings;
import org.inkstream.bench.stream.Events;
import org.inkstream.streams.scoring.ScoringSettings;

/** What all measurements of one invocation have in common. */
final class Machine {

  private Machine() {}

  static Map<String, Object> settings(Plan plan) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("processor", processor());
    settings.put("cores", Runtime.getRuntime().availableProcessors());
    settings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    settings.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    settings.put("kafka", AppInfoParser.getVersion());
    settings.put("heap", Children.HEAP + " of each fresh JVM, parallel collector");
    settings.put("native threads", "1 (OpenMP, ONNX Runtime)");
    settings.put("streams", AppSettings.PRODUCTION + ", acks all, unless a row says otherwise");
    settings.put("batches", "ours: up to " + ScoringSettings.DEFAULT.maxBatch() + " events");
    settings.put("partitions", Events.PARTITIONS + ", one stream thread");
    settings.put("rounds", plan.rounds());
    settings.put("warm-up", plan.warmUpSeconds() + " s");
    settings.put("measured", plan.seconds() + " s");
    settings.put(
        "weights", plan.bundles().isEmpty() ? "random, seed " + Bench.SEED : plan.bundles());
    return settings;
  }

  /** What Linux calls it; elsewhere nobody says it alike. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
