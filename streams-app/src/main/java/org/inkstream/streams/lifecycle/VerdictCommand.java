package org.inkstream.streams.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.command.SkippedLines;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.shadow.Verdict;
import org.inkstream.schemas.AliasChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shadow verdict}. */
@Command(
    name = "verdict",
    description = {
      "Says if the shadow can be promoted, from its reports. It may be asked at any time, as often"
          + " as you like: its confidence holds for all times together.",
      "Exit code 0 for promote, 3 for do not or not yet."
    })
public final class VerdictCommand implements Callable<Integer>, Checked {

  private static final int NO = 3;
  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      description = "The shadow. Default: the one of now, or the last one.")
  private String version;

  @Option(
      names = "--champion",
      paramLabel = "VERSION",
      description =
          "Beside which champion. Default: the one of now, or, if that is the shadow itself, the"
              + " one of the newest report.")
  private String champion;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      description = "How much worse it may be, in percentage points of accuracy. Default: 0.5.")
  private double margin = 0.5;

  @Option(
      names = "--confidence",
      paramLabel = "SHARE",
      description = "How sure to be, above 0.5 and below 1. Default: 0.95.")
  private double confidence = 0.95;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    problems.check(margin >= 0 && margin < 100, "--margin", "0 to below 100 points");
    problems.check(confidence > 0.5 && confidence < 1, "--confidence", "above 0.5 and below 1");
  }

  @Override
  public Integer call() throws JsonProcessingException {
    kafka.requireBroker();
    RegistrySnapshot registry = RegistryReader.readAll(kafka.client(), kafka.topics());
    String shadow =
        Optional.ofNullable(version)
            .or(() -> shadow(registry))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "there never was a shadow ('./inkstream shadow VERSION' sets one)"));
    Comparisons comparisons =
        Comparisons.read(
            kafka.client(), kafka.topics().shadowReports(), shadow, SkippedLines.of(spec));
    String beside =
        Optional.ofNullable(champion)
            .or(() -> championOfNow(registry, shadow))
            .or(comparisons::newestChampion)
            .orElse("any champion");
    Comparisons.Pair pair =
        comparisons
            .beside(beside)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "there is no report of shadow '"
                            + shadow
                            + "' beside '"
                            + beside
                            + "' yet: one comes after each window"));
    Verdict verdict = Verdict.of(pair.counts(), margin / 100, confidence);
    VerdictPage page = new VerdictPage(shadow, pair, verdict, margin, confidence);
    if (json) {
      spec.commandLine().getOut().println(JSON.writeValueAsString(page.json()));
    } else {
      page.lines().forEach(spec.commandLine().getOut()::println);
    }
    return verdict.answer() == Verdict.Answer.PROMOTE ? 0 : NO;
  }

  /** The shadow that was named last, though it may be off again. */
  private static Optional<String> shadow(RegistrySnapshot registry) {
    List<AliasChange> changes = registry.shadow().changes();
    String last = null;
    for (AliasChange change : changes) {
      last = change.getVersion() == null ? last : change.getVersion();
    }
    return Optional.ofNullable(last);
  }

  private static Optional<String> championOfNow(RegistrySnapshot registry, String shadow) {
    return registry.champion().at(Instant.now().toEpochMilli()).filter(now -> !now.equals(shadow));
  }
}
