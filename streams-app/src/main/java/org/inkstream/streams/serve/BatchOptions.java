package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.scoring.ScoringSettings;
import picocli.CommandLine.Option;

/** The options of how events are gathered, for use as a picocli mixin. */
final class BatchOptions {

  @Option(
      names = "--max-batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Most events scored at once, 1 to 4096. Default: ${DEFAULT-VALUE}.")
  private int maxBatch;

  @Option(
      names = "--linger",
      paramLabel = "MS",
      defaultValue = "5",
      description =
          "Milliseconds an event waits for others to be scored with, up to four times as long while"
              + " others keep coming. Default: ${DEFAULT-VALUE}.")
  private long linger;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<ScoringSettings> checked(Problems problems) {
    problems.check(maxBatch >= 1 && maxBatch <= 4096, "--max-batch", "1 to 4096");
    problems.check(linger >= 1, "--linger", "1 or more");
    return () ->
        new ScoringSettings(
            maxBatch, Duration.ofMillis(linger), ScoringSettings.DEFAULT.clockTolerance());
  }
}
