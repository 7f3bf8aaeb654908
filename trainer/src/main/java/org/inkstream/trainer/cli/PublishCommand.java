package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.command.RolloutOptions;
import org.inkstream.model.command.SkippedLines;
import org.inkstream.model.fleet.RolloutOutcome;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.schemas.AliasChange;
import org.inkstream.trainer.publish.Publication;
import org.inkstream.trainer.publish.Publisher;
import org.inkstream.trainer.publish.VersionTakenException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes a bundle as a version, after the checks it must pass before it may score.",
      "Publishing the same bundle twice changes nothing. Topics that do not exist are created."
    })
final class PublishCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle file.")
  private Path bundle;

  @Option(names = "--promote", description = "Make it the champion.")
  private boolean promote;

  @Option(
      names = "--unless-champion",
      description =
          "Do nothing if there is a champion, whichever it is: for the first version of a"
              + " deployment, published by whatever starts it.")
  private boolean unlessChampion;

  @Mixin private RolloutOptions rollout = new RolloutOptions(Duration.ofSeconds(30));

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "promote",
      description = "With --promote: kept in the history. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Mixin private SigningOption signing;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the event topics made now. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    problems.check(partitions >= 1, "--partitions", "1 or more");
  }

  @Override
  public Integer call() {
    Optional<SigningKey> key = signing.key();
    Optional<String> champion = unlessChampion ? champion() : Optional.empty();
    if (champion.isPresent()) {
      printChampion(champion.get());
      return 0;
    }
    byte[] file = BundleSource.read(bundle);
    Manifest manifest;
    try (LoadedModel model = BundleSource.load(file, bundle, 1)) {
      manifest = model.manifest();
    }
    byte[] bytes = SigningOption.signed(file, key);
    List<String> signedBy = BundleSource.signedBy(bytes, bundle);
    kafka.requireTopics(partitions);
    Publisher publisher = publisher();
    Publication publication = publish(publisher, manifest, signedBy, bytes);
    if (!json) {
      print(publication, signedBy);
    }
    Optional<AliasChange> promotion =
        promote ? promote(publisher, manifest.version()) : Optional.empty();
    if (json) {
      printJson(publication, signedBy, promotion);
    } else if (promote) {
      print(promotion);
    }
    return 0;
  }

  /** Asked before the bundle is loaded: a network that is not needed should cost nothing. */
  private Optional<String> champion() {
    kafka.requireTopics(partitions);
    return publisher().champion();
  }

  private Publisher publisher() {
    return new Publisher(
        kafka.client(),
        kafka.topics(),
        rollout.deadAfter(),
        InstantSource.system(),
        SkippedLines.of(spec));
  }

  private static Publication publish(
      Publisher publisher, Manifest manifest, List<String> signedBy, byte[] bytes) {
    try {
      return publisher.publish(manifest, signedBy, bytes);
    } catch (VersionTakenException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  private Optional<AliasChange> promote(Publisher publisher, String version) {
    PrintWriter err = spec.commandLine().getErr();
    RolloutOutcome outcome =
        publisher.promote(
            new RolloutRequest(
                version,
                rollout.lead(),
                rollout.at(),
                rollout.patience(),
                rollout.force(),
                reason,
                System.getProperty("user.name", "")),
            line -> {
              err.println(line);
              err.flush();
            });
    if (outcome instanceof RolloutOutcome.Promoted promoted) {
      return Optional.of(promoted.change());
    }
    outcome
        .problem()
        .ifPresent(
            problem -> {
              throw new CommandFailure("published, but " + problem);
            });
    return Optional.empty();
  }

  private void printChampion(String version) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.line(Map.of("published", false, "champion", version)));
    } else {
      out.println("nothing is published: there is a champion already, " + version);
    }
    out.flush();
  }

  private void print(Publication publication, List<String> signedBy) {
    PrintWriter out = spec.commandLine().getOut();
    String version = publication.version().getVersion();
    boolean written = publication instanceof Publication.Written;
    out.println(written ? "published " + version : version + " is published already");
    if (!signedBy.isEmpty()) {
      out.println("signed by " + String.join(", ", signedBy));
    }
    out.flush();
  }

  private void print(Optional<AliasChange> promotion) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        promotion
            .map(change -> "champion from " + change.getEffectiveFrom() + " on")
            .orElse("it is the champion already"));
    out.flush();
  }

  private void printJson(
      Publication publication, List<String> signedBy, Optional<AliasChange> promotion) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", publication.version().getVersion());
    object.put("published", publication instanceof Publication.Written);
    object.put("bundleSha256", publication.version().getBundleSha256());
    object.put("signedBy", signedBy);
    object.put("chunks", publication.version().getChunks());
    object.put("promoted", promotion.isPresent());
    object.put(
        "effectiveFrom",
        promotion.map(change -> change.getEffectiveFrom().toString()).orElse(null));
    PrintWriter out = spec.commandLine().getOut();
    out.print(Json.line(object));
    out.flush();
  }
}
