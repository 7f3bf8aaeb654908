package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.signing.KeyFiles;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.signing.TrustedKeys;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.GateOutcome;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileIT {

  private static final byte[] GARBAGE = {(byte) 0xC3, 1, 9, 9, 9, 9, 9, 9, 9, 9, 0, -1, 7};
  private static final byte[] JSON = "{\"version\": \"v9\"}".getBytes(UTF_8);
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @Test
  void shouldRefuseWhatIsWrongWithItsReasonAndGoOnWithTheLastGoodChampion() {
    Deployment deployment = new Deployment(1).publish(TestModel.of("good", 1));
    deployment.promote("good", Duration.ZERO);
    try (ServeThread serve = ServeThread.start(deployment, "hostile").awaitReady()) {
      garbage(deployment);
      publishTruncated(deployment);
      publishWithWrongDigest(deployment);
      publishIncomplete(deployment);
      publishSwollen(deployment);
      publishFromNowhere(deployment);
      publishImpossible(deployment);
      TestModel small = TestModel.of("small", 3).withSide(20);
      byte[] bundle = BundleFile.bytes(small.bundle(TestModel.SIDE));
      deployment.registry().publish(small.published(bundle), bundle);
      TestModel renamed = TestModel.of("renamed", 4);
      byte[] another = renamed.as("another").bytes();
      deployment.registry().publish(renamed.published(another), another);
      for (String version :
          List.of(
              "unheard-of", "truncated", "tampered", "incomplete", "swollen", "nowhere", "small")) {
        deployment
            .registry()
            .point("champion", version, Instant.now(), "good", "attack", "somebody");
        deployment.send("k", TestImages.good("after-" + version, 1));
      }
      List<String> reasons =
          List.of(
              "unheard-of UNKNOWN_VERSION",
              "truncated WRONG_DIGEST",
              "tampered WRONG_DIGEST",
              "incomplete INCOMPLETE_ARTIFACT",
              "swollen INCOMPLETE_ARTIFACT",
              "nowhere UNKNOWN_VERSION",
              "small WRONG_SHAPE",
              "renamed BAD_MANIFEST",
              deployment.topics().modelVersions().name() + " UNREADABLE_RECORD",
              deployment.topics().modelAliases().name() + " UNREADABLE_RECORD");
      serve.await("to refuse", () -> refusals(deployment).containsAll(reasons));
      assertThat(refusals(deployment)).hasSameElementsAs(reasons);

      deployment.send("k", TestImages.good("last", 2));
      deployment.kafka().committed(deployment.topics().classifications(), 10);
      assertThat(serve.text("/health/ready")).contains("RUNNING");
      assertThat(answered(deployment)).hasSize(10).allMatch(answer -> answer.endsWith(" good"));
    }
    assertThat(deployment.kafka().committed(deployment.topics().deadLetters())).hasSize(5);
    for (String version : List.of("truncated", "tampered", "incomplete", "swollen", "renamed")) {
      assertRefusedAtTheFirstStep(deployment, version);
    }
  }

  @Test
  void shouldServeNothingThatNoTrustedKeySigned(@TempDir Path folder) throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    KeyFiles.generate(keys, "ours", new SecureRandom());
    KeyFiles.generate(folder, "theirs", new SecureRandom());
    SigningKey ours = KeyFiles.signingKey(keys.resolve("ours.key"));
    SigningKey theirs = KeyFiles.signingKey(folder.resolve("theirs.key"));
    Deployment deployment = new Deployment(1);
    byte[] good = BundleFile.signed(TestModel.of("good", 1).bytes(), ours);
    deployment.registry().publish(TestModel.of("good", 1).published(good), good);
    deployment.promote("good", Duration.ZERO);
    ModelSettings settings = new ModelSettings(Optional.of(TrustedKeys.read(keys)), Long.MAX_VALUE);
    try (ServeThread serve = ServeThread.start(deployment, "signed", settings).awaitReady()) {
      byte[] unsigned = TestModel.of("unsigned", 2).bytes();
      byte[] stranger = BundleFile.signed(TestModel.of("stranger", 3).bytes(), theirs);
      deployment.registry().publish(TestModel.of("unsigned", 2).published(unsigned), unsigned);
      deployment.registry().publish(TestModel.of("stranger", 3).published(stranger), stranger);
      for (String version : List.of("unsigned", "stranger")) {
        deployment
            .registry()
            .point("champion", version, Instant.now(), "good", "attack", "somebody");
        deployment.send("k", TestImages.good("after-" + version, 1));
      }
      List<String> reasons = List.of("unsigned UNSIGNED", "stranger UNTRUSTED_KEY");
      serve.await("to refuse", () -> refusals(deployment).containsAll(reasons));
      assertThat(refusals(deployment)).hasSameElementsAs(reasons);
      deployment.kafka().committed(deployment.topics().classifications(), 2);
      assertThat(answered(deployment))
          .containsExactlyInAnyOrder("after-unsigned good", "after-stranger good");
    }
    assertThat(deployment.statuses())
        .filteredOn(status -> status.getState() == ModelState.LOADED)
        .isNotEmpty()
        .allSatisfy(
            status -> {
              assertThat(status.getVersion()).isEqualTo("good");
              assertThat(status.getNativeBytes()).isPositive();
              assertThat(status.getGate()).hasSize(8);
              assertThat(status.getGate().get(1).getOutcome()).isEqualTo("PASSED");
              assertThat(status.getGate().get(1).getDetail()).isEqualTo("signed by " + ours.id());
            });
    assertThat(deployment.statuses())
        .filteredOn(status -> status.getState() == ModelState.REFUSED)
        .allSatisfy(status -> assertThat(status.getGate().get(1).getOutcome()).isEqualTo("FAILED"));
  }

  @Test
  void shouldKeepTheLargestEventsThatABrokerTakes() {
    Deployment deployment = new Deployment(1).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    // A producer's default limit is 1 MiB for the whole record.
    byte[] garbage = new byte[(1 << 20) - 100];
    Arrays.fill(garbage, (byte) 7);
    byte[] image = new byte[1023 * 1024];
    image[500 * 1024] = 1;
    try (ServeThread serve = ServeThread.start(deployment, "large").awaitReady()) {
      deployment.send("a", garbage);
      deployment.send("b", TestImages.event("large", ImageEncoding.GRAY8, 1024, 1023, image));
      deployment.send("c", TestImages.good("next", 1));
      deployment.awaitAnswers(1, 1);
      assertThat(serve.text("/health/ready")).contains("RUNNING");
    }

    assertThat(deployment.verify(1)).hasSize(2);
  }

  /** Bytes that mean nothing, on every topic that anything reads; and one good event. */
  private static void garbage(Deployment deployment) {
    Topics topics = deployment.topics();
    for (byte[] value : Arrays.asList(GARBAGE, JSON, new byte[0], null)) {
      deployment.kafka().send(topics.images(), KEY, value);
      deployment.kafka().send(topics.labels(), KEY, value);
      deployment.kafka().send(topics.modelAliases(), KEY, value);
      deployment.kafka().send(topics.modelVersions(), KEY, value);
      deployment.kafka().send(topics.modelArtifacts(), KEY, value);
    }
    deployment.send(null, TestImages.gray("", new byte[0]));
    deployment.send("k", TestImages.good("after-garbage", 1));
    deployment.send(null, TestImages.good("without-key", 2));
  }

  private static void publishTruncated(Deployment deployment) {
    TestModel model = TestModel.of("truncated", 2);
    byte[] bundle = model.bytes();
    deployment
        .registry()
        .publish(model.published(bundle), Arrays.copyOf(bundle, bundle.length - 1000));
  }

  private static void publishWithWrongDigest(Deployment deployment) {
    TestModel model = TestModel.of("tampered", 2);
    byte[] bundle = model.bytes();
    ModelVersion manifest = model.published(bundle);
    bundle[bundle.length / 2] ^= 1;
    deployment.registry().publish(manifest, bundle);
  }

  /** A manifest that names more chunks than there are. */
  private static void publishIncomplete(Deployment deployment) {
    TestModel model = TestModel.of("incomplete", 2);
    write(deployment, ModelVersion.newBuilder(model.published(model.bytes())).setChunks(3).build());
  }

  /** A chunk that a broker takes, and that is larger than any that is published. */
  private static void publishSwollen(Deployment deployment) {
    TestModel model = TestModel.of("swollen", 2);
    byte[] chunk = new byte[256 * 1024 + 1];
    deployment
        .kafka()
        .send(deployment.topics().modelArtifacts(), "swollen/00000".getBytes(UTF_8), chunk);
    write(deployment, model.published(chunk));
  }

  /** Though the gate was not asked: it is a step that a bundle failed, with what was found. */
  private static void assertRefusedAtTheFirstStep(Deployment deployment, String version) {
    assertThat(deployment.statuses())
        .filteredOn(status -> status.getVersion().equals(version))
        .isNotEmpty()
        .allSatisfy(
            status -> {
              assertThat(status.getGate()).hasSize(8);
              GateOutcome first = status.getGate().get(0);
              assertThat(first.getStep()).isEqualTo("DIGEST");
              assertThat(first.getOutcome()).isEqualTo("FAILED");
              assertThat(first.getDetail()).isNotBlank().isEqualTo(status.getDetail());
              assertThat(status.getGate().subList(1, 8))
                  .extracting(GateOutcome::getOutcome)
                  .containsOnly("SKIPPED");
            });
  }

  /** A manifest whose artefact is on a partition that is not there. */
  private static void publishFromNowhere(Deployment deployment) {
    TestModel model = TestModel.of("nowhere", 2);
    write(
        deployment,
        ModelVersion.newBuilder(model.published(model.bytes())).setArtifactPartition(7).build());
  }

  /** Manifests that name chunks nobody could hold: records that mean nothing. */
  private static void publishImpossible(Deployment deployment) {
    TestModel model = TestModel.of("impossible", 2);
    ModelVersion manifest = model.published(model.bytes());
    write(deployment, ModelVersion.newBuilder(manifest).setChunks(Integer.MAX_VALUE).build());
    TestModel less = TestModel.of("less-than-none", 2);
    write(
        deployment,
        ModelVersion.newBuilder(less.published(less.bytes())).setChunks(Integer.MIN_VALUE).build());
  }

  private static void write(Deployment deployment, ModelVersion manifest) {
    Topics topics = deployment.topics();
    deployment
        .kafka()
        .send(
            topics.modelVersions(),
            manifest.getVersion().getBytes(UTF_8),
            topics.modelVersions().wire().encode(manifest));
  }

  private static List<String> refusals(Deployment deployment) {
    return deployment.statuses().stream()
        .filter(status -> status.getState() == ModelState.REFUSED)
        .map((ModelStatus status) -> status.getVersion() + " " + status.getReason())
        .distinct()
        .toList();
  }

  private static List<String> answered(Deployment deployment) {
    return deployment.answers().stream()
        .map(answer -> answer.getId() + " " + answer.getModelVersion())
        .toList();
  }
}
