package org.inkstream.model.command;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that promotes, for use as a picocli mixin. */
public final class RolloutOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private FleetOption fleet;

  private Duration lead = Duration.ofSeconds(2);
  private Duration patience;
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--force",
      description =
          "Promote what a live instance has refused, or from a time in the past on (--at).")
  private boolean force;

  /**
   * Options with the values of the command line.
   *
   * @param patience how long live instances are waited for where the command line does not say
   */
  public RolloutOptions(Duration patience) {
    this.patience = patience;
  }

  @Option(
      names = "--lead",
      paramLabel = "SECONDS",
      description =
          "How many seconds after it is written a promotion is in force: time for every instance to"
              + " learn of it. Default: 2.")
  private void setLead(String seconds) {
    lead = Seconds.fromZero(command, "--lead", seconds);
  }

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait until every live instance has loaded the version; 0: not at all. If one"
              + " has not by then, nothing is promoted. Default: 30; for rollback, 0.")
  private void setPatience(String seconds) {
    patience = Seconds.fromZero(command, "--wait", seconds);
  }

  @Option(
      names = "--at",
      paramLabel = "TIMESTAMP",
      description =
          "From which event time on, such as 2026-11-24T18:00:00Z, instead of --lead. A past one"
              + " needs --force: what was answered since had another champion than a replay says.")
  private void setAt(String time) {
    try {
      at = Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          command.commandLine(), "--at is " + time + ", must be like 2026-11-24T18:00:00Z");
    }
  }

  /** How long from now. */
  public Duration lead() {
    return lead;
  }

  /** How long live instances are waited for. */
  public Duration patience() {
    return patience;
  }

  /** From which event time on instead of the lead. */
  public Optional<Instant> at() {
    return at;
  }

  /** True if what an instance refused is to be promoted all the same. */
  public boolean force() {
    return force;
  }

  /** An instance whose last heartbeat is older is not waited for. */
  public Duration deadAfter() {
    return fleet.deadAfter();
  }
}
