package org.inkstream.model.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of every command that looks at the instances, for use as a picocli mixin. */
public final class FleetOption {

  private static final double MAX_SECONDS = 86_400;

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
  private void setDeadAfter(double seconds) {
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new ParameterException(
          command.commandLine(), "--dead-after: " + seconds + " is not more than 0, to 86400");
    }
    deadAfter = Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** How old the last heartbeat of a live instance may be. */
  public Duration deadAfter() {
    return deadAfter;
  }
}
