package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.drift.DriftSettings;
import picocli.CommandLine.Option;

/** The options of the windows of drift, for use as a picocli mixin. */
final class DriftOptions {

  @Option(
      names = "--drift-window",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "Length of the windows of drift statistics; the same on all instances. Default:"
              + " ${DEFAULT-VALUE}.")
  private long driftWindow;

  @Option(
      names = "--drift-idle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long a partition may be quiet before windows no longer wait for it; what it still"
              + " brings from before may be late. The same on all instances."
              + " Default: ${DEFAULT-VALUE}.")
  private long driftIdle;

  @Option(
      names = "--drift-sample",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of the events whose statistics are taken, 0 to 1; all are counted."
              + " The same on all instances. Default: ${DEFAULT-VALUE}.")
  private double driftSample;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<DriftSettings> checked(Problems problems) {
    problems.check(driftWindow >= 1 && driftWindow <= 86_400, "--drift-window", "1 to 86400");
    problems.check(driftIdle >= 1 && driftIdle <= 86_400, "--drift-idle", "1 to 86400");
    problems.check(driftSample >= 0 && driftSample <= 1, "--drift-sample", "0 to 1");
    return () ->
        DriftSettings.DEFAULT
            .withWindow(Duration.ofSeconds(driftWindow))
            .withIdleTimeout(Duration.ofSeconds(driftIdle))
            .withSample(driftSample);
  }
}
