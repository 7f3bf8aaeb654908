package org.inkstream.streams.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.inkstream.model.command.FleetOption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.SkippedLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the published versions. */
@Command(
    name = "models",
    subcommands = {
      ModelsShowCommand.class,
      ModelsDeleteCommand.class,
      ModelsPruneCommand.class,
    },
    description =
        "Lists the published versions: what names them, which live instances have loaded them, and"
            + " the last swap to them (p50/p99 of a batch before, during and after).")
public final class ModelsCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Option(names = "--json", description = "One JSON object a version and line.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    List<VersionView> versions = lifecycle(kafka, fleet.deadAfter(), spec).versions();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      for (VersionView version : versions) {
        out.println(JSON.writeValueAsString(VersionJson.summary(version)));
      }
    } else if (versions.isEmpty()) {
      out.println("no version is published yet (./inkstream publish BUNDLE --promote)");
    } else {
      VersionText.table(versions).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  /** The operations, once a broker has answered. */
  static Lifecycle lifecycle(KafkaOptions kafka, Duration deadAfter, CommandSpec command) {
    kafka.requireBroker();
    return new Lifecycle(
        kafka.client(),
        kafka.topics(),
        deadAfter,
        InstantSource.system(),
        SkippedLines.of(command));
  }
}
