package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.labels.LabelSettings;
import picocli.CommandLine.Option;

/** The option of how labels are joined, for use as a picocli mixin. */
final class LabelOptions {

  @Option(
      names = "--labels-within",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description =
          "How far apart an event and its label may be to count in the drift windows, whichever is"
              + " first, 0 to 604800; 0: labels are not read. What is held for labels grows with"
              + " it. The same on all instances. Default: ${DEFAULT-VALUE}.")
  private long labelsWithin;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<LabelSettings> checked(Problems problems) {
    problems.check(labelsWithin >= 0 && labelsWithin <= 604_800, "--labels-within", "0 to 604800");
    return () -> LabelSettings.DEFAULT.withWithin(Duration.ofSeconds(labelsWithin));
  }
}
