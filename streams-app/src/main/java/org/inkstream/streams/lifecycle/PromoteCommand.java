package org.inkstream.streams.lifecycle;

import java.util.concurrent.Callable;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a published version the champion. */
@Command(
    name = "promote",
    description =
        "Makes a published version the champion: it answers every event from a moment on, a little"
            + " ahead, on all instances alike.")
public final class PromoteCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;
  @Mixin private PromotionOptions promotion;

  @Parameters(
      paramLabel = "VERSION",
      description = "The version, as './inkstream models' lists it.")
  private String version;

  @Override
  public Integer call() {
    kafka.requireBroker();
    RegistrySnapshot registry = RegistryReader.readAll(kafka.client(), kafka.topics());
    if (registry.version(version).isEmpty()) {
      throw new CommandFailure(
          "version '" + version + "' is not published ('./inkstream models' lists those that are)");
    }
    promotion.promote(kafka, registry, version);
    return 0;
  }
}
