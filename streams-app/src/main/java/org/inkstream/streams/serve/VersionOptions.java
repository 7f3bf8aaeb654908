package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.models.MissingVersion;
import org.inkstream.streams.models.VersionSettings;
import picocli.CommandLine.Option;

/** The options of how versions are kept, for use as a picocli mixin. */
final class VersionOptions {

  @Option(
      names = "--keep-previous",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description =
          "How long the champion before stays loaded for a rollback, 0 to 10080. Default:"
              + " ${DEFAULT-VALUE}.")
  private long keepPrevious;

  @Option(
      names = "--missing-version",
      paramLabel = "WHAT",
      defaultValue = "stop",
      description =
          "What becomes of events whose champion was deleted: stop, or champion, and then the"
              + " present champion answers. Default: ${DEFAULT-VALUE}.")
  private String missingVersion;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<VersionSettings> checked(Problems problems) {
    problems.check(keepPrevious >= 0 && keepPrevious <= 10_080, "--keep-previous", "0 to 10080");
    boolean stopOrChampion = "stop".equals(missingVersion) || "champion".equals(missingVersion);
    problems.check(stopOrChampion, "--missing-version", "stop or champion");
    return () ->
        new VersionSettings(
            Duration.ofMinutes(keepPrevious),
            missingVersion.equals("stop") ? MissingVersion.STOP : MissingVersion.CHAMPION);
  }
}
