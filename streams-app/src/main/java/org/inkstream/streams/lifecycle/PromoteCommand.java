package org.inkstream.streams.lifecycle;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.RolloutOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a published version the champion. */
@Command(
    name = "promote",
    description =
        "Makes a published version the champion, once every live instance has loaded it: it answers"
            + " every event from a moment on, a little ahead, on all instances alike.")
public final class PromoteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private RolloutOptions rollout = new RolloutOptions(Duration.ofSeconds(30));

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "promote",
      description = "Kept in the history. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Parameters(
      paramLabel = "VERSION",
      description = "The version, as './inkstream models' lists it.")
  private String version;

  @Override
  public Integer call() {
    Lifecycle lifecycle = ModelsCommand.lifecycle(kafka, rollout.deadAfter(), spec);
    Promoting.promote(lifecycle, rollout, version, reason, spec.commandLine().getOut());
    return 0;
  }
}
