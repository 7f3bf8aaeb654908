package org.inkstream.streams.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.RolloutOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the champion before this one the champion again. */
@Command(
    name = "rollback",
    description =
        "Makes the champion before this one the champion again, or another former one. Waits for"
            + " nobody unless told to.")
public final class RollbackCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private RolloutOptions rollout = new RolloutOptions(Duration.ZERO);

  @Option(names = "--to", paramLabel = "VERSION", description = "A former champion instead.")
  private String to;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "rollback",
      description = "Kept in the history. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Override
  public Integer call() {
    Lifecycle lifecycle = ModelsCommand.lifecycle(kafka, rollout.deadAfter(), spec);
    String version = lifecycle.rollbackTo(Optional.ofNullable(to));
    Promoting.promote(lifecycle, rollout, version, reason, spec.commandLine().getOut());
    return 0;
  }
}
