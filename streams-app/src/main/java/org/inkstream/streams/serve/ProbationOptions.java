package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.probation.ProbationSettings;
import picocli.CommandLine.Option;

/** The options of a new champion's probation, for use as a picocli mixin. */
final class ProbationOptions {

  @Option(
      names = "--auto-rollback",
      description =
          "Roll a new champion back by itself if it errs, fails or is slow in its probation.")
  private boolean autoRollback;

  @Option(
      names = "--probation",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description =
          "How long a new champion is on probation, 1 to 604800. Default: ${DEFAULT-VALUE}.")
  private long probation;

  @Option(
      names = "--slow-batch",
      paramLabel = "MS",
      defaultValue = "512",
      description =
          "A batch that takes as long as this to be scored counts as slow in a probation, 1 to"
              + " 16000; more than 5 of 100 are too many. Default: ${DEFAULT-VALUE}.")
  private long slowBatch;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<ProbationSettings> checked(Problems problems) {
    problems.check(probation >= 1 && probation <= 604_800, "--probation", "1 to 604800");
    problems.check(slowBatch >= 1 && slowBatch <= 16_000, "--slow-batch", "1 to 16000");
    return () ->
        new ProbationSettings(
            autoRollback, Duration.ofSeconds(probation), Duration.ofMillis(slowBatch));
  }
}
