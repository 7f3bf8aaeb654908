package org.inkstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.model.scorer.RandomNetworks;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final Bundle SOUND = Bundles.sound();

  @Test
  void shouldLetASoundBundleScoreAsItsGoldenRowsSay() throws Exception {
    try (LoadedModel model = Gate.load(BundleFile.bytes(SOUND), 16);
        Scorer scorer = model.newScorer(1)) {
      assertThat(model.manifest().version()).isEqualTo(SOUND.manifest().version());
      assertThat(model.profile()).isEqualTo(SOUND.profile());
      for (GoldenRow row : SOUND.golden()) {
        float[] input = new float[scorer.inputSize()];
        float[] found = new float[scorer.classes()];
        model.encoder().encode(row.pixels(), row.width(), row.height(), input, 0);
        scorer.score(input, 1, found);
        assertThat(found).containsExactly(row.probabilities(), within(1e-4f));
      }
    }
  }

  @Test
  void shouldGiveBackAllNativeMemory() throws Exception {
    LoadedModel model = Gate.load(BundleFile.bytes(SOUND), 16);
    Scorer scorer = model.newScorer(16);
    long open = model.nativeBytes();

    scorer.close();
    long weights = model.nativeBytes();
    model.close();

    assertThat(open).isGreaterThan(weights);
    assertThat(weights).isPositive();
    assertThat(model.nativeBytes()).isZero();
  }

  @Test
  void shouldKeepNothingLoadedOfWhatItRefuses() throws Exception {
    byte[] refused = withGolden(row -> changed(row, 0, 0.01f));
    byte[] sound = BundleFile.bytes(SOUND);
    refuse(refused, RefusalReason.GOLDEN_ROWS_DIFFER);
    Gate.load(sound, 64).close();
    System.gc();
    long before = Pointer.totalBytes();

    for (int i = 0; i < 20; i++) {
      refuse(refused, RefusalReason.GOLDEN_ROWS_DIFFER);
    }

    System.gc();
    // 20 networks of 343 weights would be 27 kB.
    assertThat(Pointer.totalBytes() - before).isLessThan(10_000);
  }

  @Test
  void shouldRefuseGoldenRowsThatDiffer() {
    refuse(withGolden(row -> changed(row, 1, 0.002f)), RefusalReason.GOLDEN_ROWS_DIFFER);
    refuse(withGolden(row -> changed(row, 2, Float.NaN)), RefusalReason.GOLDEN_ROWS_DIFFER);
  }

  @Test
  void shouldForgiveTheLastDigits() throws Exception {
    Gate.load(withGolden(row -> changed(row, 1, 0.0005f)), 4).close();
  }

  @Test
  void shouldRefuseAnotherTemperatureThanTheGoldenRowsHave() {
    Bundle other =
        new Bundle(Bundles.manifest(1.0, 1.0), SOUND.network(), SOUND.profile(), SOUND.golden());

    refuse(BundleFile.bytes(other), RefusalReason.GOLDEN_ROWS_DIFFER);
  }

  @Test
  void shouldRefuseTooManyWrongAnswers() throws Exception {
    List<GoldenRow> rows = new ArrayList<>(SOUND.golden());
    rows.set(0, labelled(rows.get(0), (rows.get(0).label() + 1) % 3));
    double share = (Bundles.GOLDEN - 1.0) / Bundles.GOLDEN;

    refuse(
        BundleFile.bytes(
            new Bundle(
                Bundles.manifest(2.0, share + 0.01), SOUND.network(), SOUND.profile(), rows)),
        RefusalReason.ACCURACY_BELOW_FLOOR);
    Gate.load(
            BundleFile.bytes(
                new Bundle(Bundles.manifest(2.0, share), SOUND.network(), SOUND.profile(), rows)),
            4)
        .close();
  }

  @Test
  void shouldRefuseANetworkForOtherImages() {
    byte[] other = RandomNetworks.dense(1, 81, 3, 5);

    refuse(
        BundleFile.bytes(new Bundle(SOUND.manifest(), other, SOUND.profile(), SOUND.golden())),
        RefusalReason.WRONG_SHAPE);
  }

  @Test
  void shouldRefuseANetworkOfOtherClasses() {
    byte[] other = RandomNetworks.dense(1, 64, 4, 5);

    refuse(
        BundleFile.bytes(new Bundle(SOUND.manifest(), other, SOUND.profile(), SOUND.golden())),
        RefusalReason.WRONG_SHAPE);
  }

  @Test
  void shouldRefuseGoldenRowsOfOtherClasses() {
    List<GoldenRow> rows =
        List.of(new GoldenRow(8, 8, new byte[64], 0, new float[] {0.25f, 0.25f, 0.25f, 0.25f}));

    refuse(
        BundleFile.bytes(new Bundle(SOUND.manifest(), SOUND.network(), SOUND.profile(), rows)),
        RefusalReason.WRONG_SHAPE);
  }

  @Test
  void shouldHaveNoGoldenRowsThatAreTooLargeToEncode() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new GoldenRow(4096, 1025, new byte[4096 * 1025], 0, new float[] {1, 0, 0}));
  }

  @Test
  void shouldReplayMoreGoldenRowsThanFitABatch() throws Exception {
    List<GoldenRow> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      rows.addAll(SOUND.golden());
    }
    Bundle many = new Bundle(SOUND.manifest(), SOUND.network(), SOUND.profile(), rows);
    Gate.load(BundleFile.bytes(many), 4).close();

    rows.set(70, changed(rows.get(70), 0, 0.1f));

    Bundle different = new Bundle(SOUND.manifest(), SOUND.network(), SOUND.profile(), rows);
    refuse(BundleFile.bytes(different), RefusalReason.GOLDEN_ROWS_DIFFER);
  }

  @Test
  void shouldRefuseAProfileOfOtherClasses() {
    refuse(
        BundleFile.bytes(
            new Bundle(
                SOUND.manifest(),
                SOUND.network(),
                Bundles.profile(List.of("a", "b")),
                SOUND.golden())),
        RefusalReason.BAD_PROFILE);
    refuse(
        BundleFile.bytes(
            new Bundle(
                SOUND.manifest(),
                SOUND.network(),
                Bundles.profile(List.of("zero", "two", "one")),
                SOUND.golden())),
        RefusalReason.BAD_PROFILE);
  }

  @Test
  void shouldRefuseAProfileOfOtherImages() {
    assertThat(refusal(Bundles.profile(Bundles.LABELS, 9, 8, Bundles.HIDDEN)))
        .isEqualTo(
            "the profile is of images of 9 x 8 and embeddings of 5, the network of 8 x 8 and 5");
    // As many pixels, but turned.
    assertThat(refusal(Bundles.profile(Bundles.LABELS, 4, 16, Bundles.HIDDEN)))
        .contains("images of 4 x 16");
  }

  @Test
  void shouldRefuseAProfileOfAnotherNetworksEmbeddings() {
    assertThat(refusal(Bundles.profile(Bundles.LABELS, 8, 8, 6)))
        .isEqualTo(
            "the profile is of images of 8 x 8 and embeddings of 6, the network of 8 x 8 and 5");
    assertThat(refusal(Bundles.profile(Bundles.LABELS, 8, 8, 0))).contains("embeddings of 0");
  }

  /** Why a sound bundle but for its profile is refused. */
  private static String refusal(ReferenceProfile profile) {
    byte[] file =
        BundleFile.bytes(new Bundle(SOUND.manifest(), SOUND.network(), profile, SOUND.golden()));
    refuse(file, RefusalReason.BAD_PROFILE);
    return catchThrowable(() -> Gate.load(file, 16).close()).getMessage();
  }

  @Test
  void shouldRefuseWhatIsNoNetwork() {
    for (byte[] network : List.of(new byte[0], new byte[] {1, 2, 3}, Bundles.zip(Map.of()))) {
      refuse(
          BundleFile.bytes(new Bundle(SOUND.manifest(), network, SOUND.profile(), SOUND.golden())),
          RefusalReason.UNREADABLE_NETWORK);
    }
    byte[] other = Bundles.zip(Map.of("a", new byte[] {1}));
    refuse(
        BundleFile.bytes(new Bundle(SOUND.manifest(), other, SOUND.profile(), SOUND.golden())),
        RefusalReason.FOREIGN_CLASS);
  }

  @Test
  void shouldRefuseANetworkWithoutWeights() {
    Map<String, byte[]> parts = Bundles.parts(SOUND.network());
    parts.keySet().removeIf(name -> name.startsWith("coefficients"));

    refuse(
        BundleFile.bytes(
            new Bundle(SOUND.manifest(), Bundles.zip(parts), SOUND.profile(), SOUND.golden())),
        RefusalReason.UNREADABLE_NETWORK);
  }

  @Test
  void shouldRefuseANetworkWithTooFewWeights() {
    Map<String, byte[]> parts = Bundles.parts(SOUND.network());
    Map<String, byte[]> smaller = Bundles.parts(RandomNetworks.dense(1, 64, 3, 4));
    parts.put("coefficients.bin", smaller.get("coefficients.bin"));

    refuse(
        BundleFile.bytes(
            new Bundle(SOUND.manifest(), Bundles.zip(parts), SOUND.profile(), SOUND.golden())),
        RefusalReason.UNREADABLE_NETWORK);
  }

  @Test
  void shouldRefuseToWarmUpWithNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gate.load(BundleFile.bytes(SOUND), 0).close());
  }

  @Test
  void shouldReplayGoldenRowsOfAnotherSizeThroughTheEncoder() throws Exception {
    Manifest stretching =
        new Manifest(
            Manifest.FORMAT,
            "v1",
            "mlp",
            "2026-11-23T12:00:00Z",
            new Preprocessing(8, 8, Fit.STRETCH, 2 / 255.0, -1),
            Bundles.LABELS,
            343,
            1,
            "",
            Map.of(),
            Map.of(),
            Map.of(),
            1,
            0,
            Map.of());

    Gate.load(BundleFile.bytes(Bundles.of(stretching, Bundles.NETWORK)), 4).close();
    Bundle otherScale = new Bundle(stretching, SOUND.network(), SOUND.profile(), SOUND.golden());
    refuse(BundleFile.bytes(otherScale), RefusalReason.GOLDEN_ROWS_DIFFER);
  }

  private interface Change {
    GoldenRow of(GoldenRow row);
  }

  private static byte[] withGolden(Change change) {
    List<GoldenRow> rows = new ArrayList<>(SOUND.golden());
    int last = rows.size() - 1;
    rows.set(last, change.of(rows.get(last)));
    return BundleFile.bytes(new Bundle(SOUND.manifest(), SOUND.network(), SOUND.profile(), rows));
  }

  private static GoldenRow changed(GoldenRow row, int index, float difference) {
    float[] probabilities = row.probabilities();
    probabilities[index] += difference;
    return new GoldenRow(row.width(), row.height(), row.pixels(), row.label(), probabilities);
  }

  private static GoldenRow labelled(GoldenRow row, int label) {
    return new GoldenRow(row.width(), row.height(), row.pixels(), label, row.probabilities());
  }

  private static void refuse(byte[] file, RefusalReason reason) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Gate.load(file, 16).close())
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason))
        .withMessageNotContaining("\n");
  }
}
