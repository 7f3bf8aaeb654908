package org.inkstream.streams.lifecycle;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.FleetOption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes old versions. */
@Command(
    name = "prune",
    description =
        "Deletes the oldest versions that no alias names, as 'models delete' does; the newest stay.")
final class ModelsPruneCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Option(
      names = "--keep",
      required = true,
      paramLabel = "N",
      description = "How many of the newest versions stay, whether or not an alias names them.")
  private int keep;

  @Override
  public void check(Problems problems) {
    problems.check(keep >= 0, "--keep", "0 or more");
  }

  @Override
  public Integer call() {
    List<String> deleted = ModelsCommand.lifecycle(kafka, fleet.deadAfter(), spec).prune(keep);
    PrintWriter out = spec.commandLine().getOut();
    deleted.forEach(version -> out.println("deleted " + version));
    if (deleted.isEmpty()) {
      out.println("nothing to delete");
    }
    out.flush();
    return 0;
  }
}
