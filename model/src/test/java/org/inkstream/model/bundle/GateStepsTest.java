package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.bundle.StepOutcome.Result;
import org.inkstream.model.scorer.RandomNetworks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.signing.KeyFiles;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.signing.TrustedKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateStepsTest {

  private static final Bundle SOUND = Bundles.sound();
  private static final byte[] FILE = BundleFile.bytes(SOUND);

  @TempDir static Path folder;
  private static SigningKey trusted;
  private static SigningKey stranger;
  private static GateSettings strict;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    KeyFiles.generate(keys, "trusted", new SecureRandom());
    KeyFiles.generate(folder, "stranger", new SecureRandom());
    trusted = KeyFiles.signingKey(keys.resolve("trusted.key"));
    stranger = KeyFiles.signingKey(folder.resolve("stranger.key"));
    strict =
        new GateSettings(
            Optional.of(TrustedKeys.read(keys)),
            Optional.empty(),
            GateSettings.OPEN.room(),
            GateSettings.OPEN.peer());
  }

  @Test
  void shouldSayWhatEveryStepFound() throws Exception {
    try (LoadedModel model = Gate.load(BundleFile.signed(FILE, trusted), 4, strict)) {
      assertThat(model.steps()).extracting(StepOutcome::step).containsExactly(GateStep.values());
      assertThat(model.steps())
          .extracting(StepOutcome::result)
          .containsOnly(Result.PASSED, Result.SKIPPED);
      assertThat(detail(model.steps(), GateStep.SIGNATURE)).isEqualTo("signed by " + trusted.id());
      // 343 weights of four bytes, twice.
      assertThat(detail(model.steps(), GateStep.MEMORY)).isEqualTo("about 2744 bytes");
      assertThat(detail(model.steps(), GateStep.GOLDEN_ROWS)).startsWith("12 rows, none further");
      assertThat(detail(model.steps(), GateStep.ACCURACY)).isEqualTo("12 of 12 right");
      assertThat(model.steps().get(7).result()).isEqualTo(Result.SKIPPED);
    }
  }

  @Test
  void shouldAcceptAnyBundleWhereNoKeysAreTrusted() throws Exception {
    try (LoadedModel model = Gate.load(BundleFile.signed(FILE, stranger), 4)) {
      assertThat(model.steps().get(1).result()).isEqualTo(Result.SKIPPED);
    }
  }

  @Test
  void shouldRefuseWhatNoTrustedKeySigned() throws Exception {
    RefusedException unsigned = refusal(FILE, strict);
    RefusedException other = refusal(BundleFile.signed(FILE, stranger), strict);

    assertThat(unsigned.reason()).isEqualTo(RefusalReason.UNSIGNED);
    assertThat(other.reason()).isEqualTo(RefusalReason.UNTRUSTED_KEY);
    assertThat(other)
        .hasMessage("signed by %s; trusted are %s".formatted(stranger.id(), trusted.id()));
    for (RefusedException refused : List.of(unsigned, other)) {
      assertThat(refused.step()).contains(GateStep.SIGNATURE);
      assertThat(refused.steps())
          .extracting(StepOutcome::result)
          .startsWith(Result.PASSED, Result.FAILED)
          .endsWith(Result.SKIPPED, Result.SKIPPED, Result.SKIPPED);
    }
    Gate.load(BundleFile.signed(BundleFile.signed(FILE, stranger), trusted), 4, strict).close();
  }

  @Test
  void shouldRefuseASignatureOfAnotherManifest() throws Exception {
    Map<String, byte[]> parts = Bundles.parts(BundleFile.signed(FILE, trusted));
    String manifest = new String(parts.get("manifest.json"), UTF_8);
    parts.put("manifest.json", (manifest + " ").getBytes(UTF_8));

    RefusedException refused = refusal(Bundles.zip(parts), strict);

    assertThat(refused.reason()).isEqualTo(RefusalReason.WRONG_SIGNATURE);
    assertThat(refused).hasMessage(trusted.id() + " did not sign this manifest");
  }

  @Test
  void shouldHoldEveryPartToTheSignedManifest() throws Exception {
    byte[] signed = BundleFile.signed(FILE, trusted);
    for (String name : List.of("network.zip", "profile.json", "golden.json")) {
      Map<String, byte[]> parts = Bundles.parts(signed);
      parts.get(name)[parts.get(name).length / 2] ^= 1;

      assertThat(refusal(Bundles.zip(parts), strict).step()).as(name).contains(GateStep.DIGEST);
    }
  }

  @Test
  void shouldAddSignaturesAndLeaveAllElseAsItIs() throws Exception {
    byte[] once = BundleFile.signed(FILE, trusted);
    byte[] twice = BundleFile.signed(once, stranger);

    assertThat(BundleFile.signed(FILE, trusted)).isEqualTo(once);
    assertThat(BundleFile.signed(once, trusted)).isEqualTo(once);
    assertThat(BundleFile.signed(twice, trusted)).isEqualTo(twice);
    assertThat(BundleFile.signedBy(FILE)).isEmpty();
    assertThat(BundleFile.signedBy(twice)).containsExactly(trusted.id(), stranger.id());
    Map<String, byte[]> before = Bundles.parts(FILE);
    Map<String, byte[]> after = Bundles.parts(twice);
    assertThat(after.remove("signatures.json")).isNotEmpty();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
  }

  @Test
  void shouldRefuseSignaturesThatAreNone() {
    String signature = java.util.Base64.getEncoder().encodeToString(new byte[64]);
    String good = "{\"keyId\":\"0123456789abcdef\",\"signature\":\"" + signature + "\"}";
    for (String json :
        List.of(
            "",
            "null",
            "{}",
            "[null]",
            "[{}]",
            "[{\"keyId\":7,\"signature\":\"AA==\"}]",
            "[" + good.replace("0123", "xyz") + "]",
            "[" + (good + ",").repeat(16) + good + "]")) {
      Map<String, byte[]> parts = Bundles.parts(FILE);
      parts.put("signatures.json", json.getBytes(UTF_8));

      assertThat(refusal(Bundles.zip(parts), strict).reason())
          .as(json)
          .isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    }
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndSayHowMuchIsMissing() {
    List<Long> asked = new ArrayList<>();
    GateSettings full =
        new GateSettings(
            Optional.empty(),
            Optional.empty(),
            bytes -> {
              asked.add(bytes);
              return 100;
            },
            GateSettings.OPEN.peer());

    RefusedException refused = refusal(FILE, full);

    assertThat(asked).containsExactly(2744L);
    assertThat(refused.reason()).isEqualTo(RefusalReason.MEMORY);
    assertThat(refused.reason().isForGood()).isFalse();
    assertThat(refused.step()).contains(GateStep.MEMORY);
    assertThat(refused)
        .hasMessage("it needs about 2744 bytes of native memory, of which 100 are missing");
  }

  @Test
  void shouldRefuseAnotherVersionThanWasPublished() {
    RefusedException refused = refusal(FILE, GateSettings.OPEN.forVersion("v9"));

    assertThat(refused.reason()).isEqualTo(RefusalReason.BAD_MANIFEST);
    assertThat(refused)
        .hasMessage("published as v9, the bundle says " + SOUND.manifest().version());
  }

  @Test
  void shouldNameTheStepThatRefuses() {
    byte[] wide = RandomNetworks.dense(1, 64, 4, 5);
    byte[] other = RandomNetworks.dense(12, 64, 3, 5);

    assertThat(step(new byte[100])).isEqualTo(GateStep.DIGEST);
    assertThat(step(withNetwork(new byte[] {1}))).isEqualTo(GateStep.LOAD);
    assertThat(step(withNetwork(wide))).isEqualTo(GateStep.SHAPE);
    assertThat(step(withNetwork(other))).isEqualTo(GateStep.GOLDEN_ROWS);
    List<GoldenRow> rows = new ArrayList<>(SOUND.golden());
    GoldenRow first = rows.get(0);
    rows.set(
        0, new GoldenRow(8, 8, first.pixels(), (first.label() + 1) % 3, first.probabilities()));
    assertThat(
            step(
                BundleFile.bytes(
                    new Bundle(SOUND.manifest(), SOUND.network(), SOUND.profile(), rows))))
        .isEqualTo(GateStep.ACCURACY);
  }

  @Test
  void shouldReportTheAgreementWithTheChampionAndNeverRefuseForIt() throws Exception {
    List<String> names = new ArrayList<>();
    try (LoadedModel champion = Gate.load(FILE, 4);
        Scorer scorer = champion.newScorer(Gate.PEER_BATCH)) {
      names.addAll(Gate.answers(champion, scorer, SOUND.golden()).predicted());
    }
    assertThat(names)
        .isEqualTo(SOUND.golden().stream().map(row -> Bundles.LABELS.get(row.label())).toList());
    names.set(0, "another class");
    names.set(5, "another class");
    GateSettings settings =
        new GateSettings(
            Optional.empty(),
            Optional.empty(),
            GateSettings.OPEN.room(),
            rows -> Optional.of(new PeerAnswers("v0", names)));

    try (LoadedModel model = Gate.load(FILE, 4, settings)) {
      assertThat(model.steps().get(7))
          .isEqualTo(
              new StepOutcome(
                  GateStep.AGREEMENT,
                  Result.PASSED,
                  "10 of 12 answers as the champion v0 has them"));
    }
  }

  private static byte[] withNetwork(byte[] network) {
    return BundleFile.bytes(new Bundle(SOUND.manifest(), network, SOUND.profile(), SOUND.golden()));
  }

  private static GateStep step(byte[] file) {
    return refusal(file, GateSettings.OPEN).step().orElseThrow();
  }

  private static String detail(List<StepOutcome> steps, GateStep step) {
    return steps.get(step.ordinal()).detail();
  }

  private static RefusedException refusal(byte[] file, GateSettings settings) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Gate.load(file, 4, settings).close())
        .actual();
  }
}
