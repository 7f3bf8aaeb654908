package org.inkstream.streams.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.AliasChange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What promote and rollback have in common. */
final class PromotionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Duration lead = Promotion.LEAD;

  @Option(
      names = "--lead",
      paramLabel = "SECONDS",
      description =
          "From how many seconds on the change is in force: time for every instance to load the"
              + " network. Default: 2.")
  private void setLead(double seconds) {
    if (!(seconds >= 0 && seconds <= 86_400)) {
      throw new ParameterException(
          command.commandLine(), "--lead: " + seconds + " is not 0 to 86400 seconds");
    }
    lead = Duration.ofMillis(Math.round(seconds * 1000));
  }

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Kept in the history. Default: the command's name.")
  private String reason;

  /** Writes the change and says so; says so too if there is nothing to change. */
  void promote(KafkaOptions kafka, RegistrySnapshot registry, String version) {
    RegistryWriter writer = new RegistryWriter(kafka.client(), kafka.topics());
    Optional<AliasChange> change =
        new Promotion(writer, Clock.systemUTC())
            .promote(
                registry,
                version,
                lead,
                reason == null ? command.name() : reason,
                System.getProperty("user.name", "unknown"));
    String line =
        change
            .map(
                c ->
                    "champion: %s from %s on (before: %s)"
                        .formatted(
                            version,
                            c.getEffectiveFrom(),
                            c.getPrevious() == null ? "none" : c.getPrevious()))
            .orElse("champion: " + version + " already");
    command.commandLine().getOut().println(line);
  }
}
