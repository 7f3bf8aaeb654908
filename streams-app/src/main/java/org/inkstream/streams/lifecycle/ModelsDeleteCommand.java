package org.inkstream.streams.lifecycle;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.inkstream.model.command.FleetOption;
import org.inkstream.model.command.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes one version. */
@Command(
    name = "delete",
    description = {
      "Deletes a version from the registry: its manifest and all its chunks. Refused while champion"
          + " (now or to come), previous, candidate or shadow names it.",
      "A replay of events of its time stops from then on (serve --missing-version)."
    })
final class ModelsDeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private String version;

  @Override
  public Integer call() {
    ModelsCommand.lifecycle(kafka, fleet.deadAfter(), spec).delete(version);
    PrintWriter out = spec.commandLine().getOut();
    out.println("deleted " + version);
    out.flush();
    return 0;
  }
}
