package org.inkstream.model.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of every command that promotes, for use as a picocli mixin. */
public final class LeadOption {

  private static final double MAX_SECONDS = 86_400;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Duration lead = Duration.ofSeconds(2);

  /** The option with the value of the command line. */
  public LeadOption() {}

  @Option(
      names = "--lead",
      paramLabel = "SECONDS",
      description =
          "From how many seconds on a promotion is in force: time for every instance to load the"
              + " network. Default: 2.")
  private void setLead(double seconds) {
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw new ParameterException(
          command.commandLine(), "--lead: " + seconds + " is not 0 to 86400 seconds");
    }
    lead = Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** How long from now. */
  public Duration lead() {
    return lead;
  }
}
