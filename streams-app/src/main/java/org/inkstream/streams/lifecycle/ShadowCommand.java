package org.inkstream.streams.lifecycle;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.LeadOption;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a version the shadow, ends it, or tells which it is. */
@Command(
    name = "shadow",
    subcommands = VerdictCommand.class,
    synopsisSubcommandLabel = "[verdict]",
    description = {
      "Makes a published version the shadow: it scores what the champion answers, without answering,"
          + " and is compared with it. 'off' ends that; without a version it tells what is.",
      "'shadow verdict' says if it can be promoted."
    })
public final class ShadowCommand implements Callable<Integer> {

  private static final String OFF = "off";

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private LeadOption lead;

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      description = "The version, as './inkstream models' lists it; 'off' for none.")
  private String version;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Kept in the history. Default: the command's name.")
  private String reason = "shadow";

  @Override
  public Integer call() {
    kafka.requireBroker();
    RegistrySnapshot registry = RegistryReader.readAll(kafka.client(), kafka.topics());
    if (version == null) {
      tell(registry, Instant.now());
    } else if (version.equals(OFF)) {
      change(registry, null, Instant.now());
    } else {
      if (registry.version(version).isEmpty()) {
        throw new CommandFailure(
            "version '"
                + version
                + "' is not published ('./inkstream models' lists those that are)");
      }
      Instant from = Instant.now().plus(lead.lead());
      if (registry.champion().at(from.toEpochMilli()).filter(version::equals).isPresent()) {
        throw new CommandFailure(
            "version '" + version + "' is the champion; a shadow is another version");
      }
      change(registry, version, from);
    }
    return 0;
  }

  /** Writes the change and says so; says so too if there is nothing to change. */
  private void change(RegistrySnapshot registry, String to, Instant from) {
    Optional<AliasChange> last = registry.shadow().last();
    String before = last.map(AliasChange::getVersion).orElse(null);
    String name = to == null ? "none" : to;
    if (to == null ? before == null : to.equals(before)) {
      out().println("shadow: " + name + " already");
      return;
    }
    // Not before a change that was announced: it would win.
    Instant announced = last.map(AliasChange::getEffectiveFrom).orElse(Instant.EPOCH);
    AliasChange change =
        new RegistryWriter(kafka.client(), kafka.topics())
            .point(
                RegistrySnapshot.SHADOW,
                to,
                announced.isAfter(from) ? announced : from,
                before,
                reason,
                System.getProperty("user.name", "unknown"));
    out()
        .println(
            "shadow: %s from %s on (before: %s)"
                .formatted(name, change.getEffectiveFrom(), before == null ? "none" : before));
  }

  private void tell(RegistrySnapshot registry, Instant now) {
    Optional<AliasChange> last =
        registry.shadow().last().filter(change -> change.getVersion() != null);
    if (last.isEmpty()) {
      out().println("shadow: none");
      return;
    }
    String shadow = last.get().getVersion();
    out()
        .println(
            "shadow: %s from %s on, beside champion %s"
                .formatted(
                    shadow,
                    last.get().getEffectiveFrom(),
                    registry.champion().at(now.toEpochMilli()).orElse("none")));
    Map<String, ModelStatus> states =
        InstanceStates.read(kafka.client(), kafka.topics()).getOrDefault(shadow, Map.of());
    states.forEach(
        (instance, status) ->
            out()
                .println(
                    "  %s: %s%s"
                        .formatted(
                            instance,
                            status.getState(),
                            status.getReason() == null
                                ? ""
                                : " (" + status.getReason() + ": " + status.getDetail() + ")")));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
