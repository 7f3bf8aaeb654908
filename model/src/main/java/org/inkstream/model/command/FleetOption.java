package org.inkstream.model.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of every command that looks at the instances, for use as a picocli mixin. */
public final class FleetOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Duration deadAfter = Duration.ofSeconds(15);

  /** The option with the value of the command line. */
  public FleetOption() {}

  @Option(
      names = "--dead-after",
      paramLabel = "SECONDS",
      description =
          "An instance whose last heartbeat is older does not count as alive; they come every three"
              + " seconds. Default: 15.")
  private void setDeadAfter(String seconds) {
    deadAfter = Seconds.aboveZero(command, "--dead-after", seconds);
  }

  /** How old the last heartbeat of a live instance may be. */
  public Duration deadAfter() {
    return deadAfter;
  }
}
