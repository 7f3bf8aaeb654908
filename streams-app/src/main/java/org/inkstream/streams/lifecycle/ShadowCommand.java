package org.inkstream.streams.lifecycle;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.FleetOption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.command.SkippedLines;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
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
public final class ShadowCommand implements Callable<Integer>, Checked {

  private static final String OFF = "off";

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Option(
      names = "--lead",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "How many seconds after it is written it is in force: time for every instance to load the"
              + " version. Default: ${DEFAULT-VALUE}.")
  private double lead;

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
  public void check(Problems problems) {
    problems.check(lead >= 0, "--lead", "0 seconds or more");
  }

  @Override
  public Integer call() {
    if (version == null) {
      kafka.requireBroker();
      tell(RegistryReader.readAll(kafka.client(), kafka.topics()), Instant.now());
    } else {
      change(version.equals(OFF) ? Optional.empty() : Optional.of(version));
    }
    return 0;
  }

  /** Writes the change and says so; says so too if there is nothing to change. */
  private void change(Optional<String> to) {
    String name = to.orElse("none");
    String line =
        ModelsCommand.lifecycle(kafka, fleet.deadAfter(), spec)
            .shadow(
                to,
                Duration.ofMillis(Math.round(lead * 1e3)),
                reason,
                System.getProperty("user.name", "unknown"))
            .map(
                change ->
                    "shadow: %s from %s on (before: %s)"
                        .formatted(
                            name,
                            change.getEffectiveFrom(),
                            change.getPrevious() == null ? "none" : change.getPrevious()))
            .orElse("shadow: " + name + " already");
    out().println(line);
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
        InstanceStates.read(kafka.client(), kafka.topics(), SkippedLines.of(spec)).of(shadow);
    states.forEach(
        (instance, status) -> out().println("  " + instance + ": " + VersionText.ofShadow(status)));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
