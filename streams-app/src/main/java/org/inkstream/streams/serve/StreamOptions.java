package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import picocli.CommandLine.Option;

/** The options of Kafka Streams, for use as a picocli mixin. */
final class StreamOptions {

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description =
          "Instances with the same one share the work; a new one reads the topic from its"
              + " beginning. Default: the topic prefix and 'inkstream'.")
  private String applicationId;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads. Default: one for each core but one.")
  private Integer threads;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      defaultValue = "exactly-once",
      description =
          "exactly-once, or at-least-once, which answers sooner and may answer twice after a"
              + " crash. Default: ${DEFAULT-VALUE}.")
  private String guarantee;

  @Option(
      names = "--commit-interval",
      paramLabel = "MS",
      defaultValue = "100",
      description =
          "Milliseconds between commits; with exactly-once an answer becomes visible with the next"
              + " one. Default: ${DEFAULT-VALUE}.")
  private long commitInterval;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Partitions of the event topics, if they have to be created. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka Streams, in its own keys; wins over ours. Repeatable.")
  private Map<String, String> overrides = new TreeMap<>();

  /**
   * Notes what is wrong.
   *
   * @param prefix of the topics
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<StreamSettings> checked(Problems problems, String prefix) {
    int cores = Runtime.getRuntime().availableProcessors();
    int streamThreads = threads == null ? Math.max(1, cores - 1) : threads;
    problems.check(streamThreads >= 1, "--threads", "1 or more");
    problems.check(
        commitInterval >= 1 && commitInterval <= 60_000, "--commit-interval", "1 to 60000");
    problems.check(partitions >= 1, "--partitions", "1 or more");
    boolean known = "exactly-once".equals(guarantee) || "at-least-once".equals(guarantee);
    problems.check(known, "--guarantee", "exactly-once or at-least-once");
    return () ->
        new StreamSettings(
            applicationId == null ? prefix + "inkstream" : applicationId,
            streamThreads,
            guarantee.equals("exactly-once"),
            Duration.ofMillis(commitInterval),
            partitions,
            overrides);
  }
}
