package org.inkstream.streams.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.ModelCard;
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
            + " said of it, with its receipt; or its model card.")
final class ModelsShowCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private FleetOption fleet;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private String version;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--card",
      description =
          "Print the model card in its bundle, which is Markdown; with --json, beside all else.")
  private boolean card;

  @Override
  public Integer call() throws JsonProcessingException {
    VersionView view = ModelsCommand.lifecycle(kafka, fleet.deadAfter(), spec).version(version);
    Optional<ModelCard> found =
        card ? PublishedCard.of(view.manifest(), kafka.client(), kafka.topics()) : Optional.empty();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> detail = VersionJson.detail(view);
      if (card) {
        detail.put("card", found.map(ModelCard::text).orElse(null));
      }
      out.println(JSON.writeValueAsString(detail));
    } else if (card) {
      out.print(found.orElseThrow(() -> PublishedCard.missing(version)).text());
    } else {
      VersionText.detail(view).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
