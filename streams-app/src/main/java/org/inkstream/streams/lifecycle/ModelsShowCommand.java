package org.inkstream.streams.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.inkstream.model.command.FleetOption;
import org.inkstream.model.command.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one version. */
@Command(
    name = "show",
    description =
        "Shows everything of one version: the history of its aliases, and what each instance last"
            + " said of it, with its receipt.")
final class ModelsShowCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private String version;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    VersionView view = ModelsCommand.lifecycle(kafka, fleet.deadAfter(), spec).version(version);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(VersionJson.detail(view)));
    } else {
      VersionText.detail(view).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
