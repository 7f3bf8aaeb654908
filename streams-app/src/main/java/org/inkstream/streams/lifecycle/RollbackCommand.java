package org.inkstream.streams.lifecycle;

import java.util.concurrent.Callable;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the champion before this one the champion again. */
@Command(name = "rollback", description = "Makes the champion before this one the champion again.")
public final class RollbackCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;
  @Mixin private PromotionOptions promotion;

  @Override
  public Integer call() {
    kafka.requireBroker();
    RegistrySnapshot registry = RegistryReader.readAll(kafka.client(), kafka.topics());
    String previous =
        registry
            .champion()
            .previous()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        registry.champion().last().isEmpty()
                            ? "there is no champion to roll back from"
                            : "there was no champion before this one"));
    if (registry.version(previous).isEmpty()) {
      throw new CommandFailure("version '" + previous + "' is no longer published");
    }
    promotion.promote(kafka, registry, previous);
    return 0;
  }
}
