package org.inkstream.streams.lifecycle;

import java.time.InstantSource;
import java.util.Optional;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.LeadOption;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.AliasChange;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What promote and rollback have in common. */
final class PromotionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private LeadOption lead;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Kept in the history. Default: the command's name.")
  private String reason;

  /** Writes the change and says so; says so too if there is nothing to change. */
  void promote(KafkaOptions kafka, RegistrySnapshot registry, String version) {
    RegistryWriter writer = new RegistryWriter(kafka.client(), kafka.topics());
    Optional<AliasChange> change =
        new Promotion(writer, InstantSource.system())
            .promote(
                registry,
                version,
                lead.lead(),
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
