package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.PixelNorm;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.PlainModel;
import org.inkstream.model.plain.PlainModels;
import org.inkstream.model.scorer.InputGradient;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles of trees and of kernel machines: sound ones, and damaged in a thousand ways. */
class PlainBundlesTest {

  private static final int SIDE = 8;
  private static final int SIZE = SIDE * SIDE;
  private static final List<String> LABELS = List.of("no", "yes");
  private static final Set<RefusalReason> DAMAGED =
      EnumSet.of(
          RefusalReason.UNREADABLE_NETWORK,
          RefusalReason.WRONG_SHAPE,
          RefusalReason.GOLDEN_ROWS_DIFFER,
          RefusalReason.ACCURACY_BELOW_FLOOR);

  static Stream<PlainModel> models() {
    return Stream.of(
        PlainModels.trees(SIZE),
        PlainModels.kernels(SIZE, 2, 9),
        PlainModels.recurrent(SIDE, SIDE, 2));
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldPassTheGateAndGiveBackItsMemory(PlainModel plain) throws Exception {
    byte[] file = BundleFile.bytes(bundle(plain));

    assertThat(Bundles.parts(file)).containsKey("model.bin").doesNotContainKey("network.zip");
    try (LoadedModel model = Gate.load(file, 4)) {
      assertThat(model.nativeBytes()).isEqualTo(plain.bytes());
      Scorer scorer = model.newScorer(4);
      assertThat(scorer.embeddingSize()).isEqualTo(plain.embeddingSize());
      assertThat(model.nativeBytes()).isGreaterThan(plain.bytes());
      scorer.close();
      scorer.close();
      assertThat(model.nativeBytes()).isEqualTo(plain.bytes());
    }
    assertThat(BundleFile.read(file).network()).isEqualTo(PlainFile.write(plain));
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheSameBitsInAnyBatch(PlainModel plain) throws Exception {
    int images = 33;
    float[] inputs = new float[images * SIZE];
    Random random = new Random(7);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    float[] alone = new float[2 * images];
    try (Network network = Networks.load(PlainFile.write(plain), SIDE, SIDE);
        Scorer one = network.newScorer(1);
        Scorer many = network.newScorer(images)) {
      for (int i = 0; i < images; i++) {
        float[] image = Arrays.copyOfRange(inputs, i * SIZE, (i + 1) * SIZE);
        float[] probabilities = new float[2];
        one.score(image, 1, probabilities);
        System.arraycopy(probabilities, 0, alone, 2 * i, 2);
      }
      for (int count = 1; count <= images; count++) {
        float[] together = new float[2 * count];
        float[] embeddings = new float[plain.embeddingSize() * count];
        many.score(inputs, count, together, embeddings);
        assertThat(together).isEqualTo(Arrays.copyOf(alone, 2 * count));
        if (plain.embeddingSize() == SIZE) {
          assertThat(embeddings).isEqualTo(Arrays.copyOf(inputs, SIZE * count));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldScoreNothingOnceClosed(PlainModel plain) throws Exception {
    Network network = Networks.load(PlainFile.write(plain), SIDE, SIDE);
    Scorer closed = network.newScorer(1);
    closed.close();
    Scorer orphan = network.newScorer(1);
    assertThatThrownBy(() -> network.newScorer(0)).isInstanceOf(IllegalArgumentException.class);
    network.close();

    for (Scorer scorer : List.of(closed, orphan)) {
      assertThatThrownBy(() -> scorer.score(new float[SIZE], 1, new float[2]))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> network.newScorer(1)).isInstanceOf(IllegalStateException.class);
    orphan.close();
    assertThat(network.nativeBytes()).isZero();
  }

  /** Words of the model replaced, and digests that agree, as only a bundle's maker can do it. */
  @ParameterizedTest
  @MethodSource("models")
  void shouldRefuseDamagedModelsOrGiveTheSameAnswers(PlainModel plain) throws Exception {
    byte[] sound = PlainFile.write(plain);
    Bundle bundle = bundle(plain);
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      byte[] damaged = sound.clone();
      int word = random.nextInt(sound.length / 4) * 4;
      switch (random.nextInt(3)) {
        case 0 -> damaged[word + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> ByteBuffer.wrap(damaged).putInt(word, random.nextInt());
        default ->
            ByteBuffer.wrap(damaged)
                .putInt(word, List.of(-1, 0, 1, Integer.MAX_VALUE).get(random.nextInt(4)));
      }
      byte[] file =
          BundleFile.bytes(new Bundle(bundle.manifest(), sound, bundle.profile(), bundle.golden()));
      try {
        Gate.load(withModel(file, damaged), 2).close();
      } catch (RefusedException e) {
        refused++;
        assertThat(e.getMessage().lines()).hasSize(1);
        if (PlainFile.isOne(damaged)) {
          assertThat(e.reason()).as(e.getMessage()).isIn(DAMAGED);
        }
      }
    }
    assertThat(refused).as("a leaf or a pixel that no golden row meets may pass").isGreaterThan(50);
  }

  @Test
  void shouldRefuseABundleThatHoldsBothForms() {
    byte[] file = BundleFile.bytes(bundle(PlainModels.trees(SIZE)));
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(file));
    parts.put("network.zip", Bundles.NETWORK);

    assertThatThrownBy(() -> Gate.load(Bundles.zip(parts), 1))
        .isInstanceOf(RefusedException.class)
        .hasMessage("it holds both network.zip and model.bin");
  }

  @Test
  void shouldRefuseAModelUnderTheNameOfTheOtherForm() {
    Map<String, byte[]> parts =
        new LinkedHashMap<>(Bundles.parts(BundleFile.bytes(bundle(PlainModels.trees(SIZE)))));
    parts.put("network.zip", parts.remove("model.bin"));
    parts.computeIfPresent(
        "manifest.json",
        (name, json) ->
            new String(json, UTF_8).replace("model.bin", "network.zip").getBytes(UTF_8));

    assertThatThrownBy(() -> Gate.load(Bundles.zip(parts), 1))
        .isInstanceOf(RefusedException.class)
        .hasMessage("network.zip holds a model of the other form");
  }

  @Test
  void shouldRefuseAModelOfOtherImages() {
    byte[] file = BundleFile.bytes(bundle(PlainModels.trees(SIZE)));
    byte[] other = PlainFile.write(PlainModels.trees(SIZE + 1));

    assertThatThrownBy(() -> Gate.load(withModel(file, other), 1))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the model takes 65 numbers, announced were 64");
  }

  @Test
  void shouldSayThatTreesHaveNoGradient() {
    byte[] trees = PlainFile.write(PlainModels.trees(SIZE));

    assertThatThrownBy(() -> InputGradient.load(trees, SIDE, SIDE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "it holds a forest of decision trees, whose gradient is not known; only networks have"
                + " one");
  }

  @Test
  void shouldComparePixelsWithTheirMeansWhenServing() throws Exception {
    float[] mean = new float[SIZE];
    float[] deviation = new float[SIZE];
    Arrays.fill(mean, 0.25f);
    Arrays.fill(deviation, 0.5f);
    Preprocessing preprocessing =
        new Preprocessing(SIDE, SIDE, Fit.MNIST, 1 / 255.0, 0, new PixelNorm(mean, deviation));
    byte[] file = BundleFile.bytes(bundle(PlainModels.trees(SIZE), preprocessing));

    try (LoadedModel model = Gate.load(file, 1)) {
      assertThat(model.manifest().preprocessing()).isEqualTo(preprocessing);
      float[] input = new float[SIZE];
      byte[] pixels = new byte[SIZE];
      pixels[1] = (byte) 255;
      model.encoder().encode(pixels, SIDE, SIDE, input, 0);
      assertThat(input[0]).isEqualTo(-0.5f);
      assertThat(input[1]).isEqualTo(1.5f);
    }
    byte[] broken =
        new String(Bundles.parts(file).get("manifest.json"), UTF_8)
            .replaceFirst("(\"deviation\" : \\[ )0.5", "$10.0")
            .getBytes(UTF_8);
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(file));
    parts.put("manifest.json", broken);
    assertThatThrownBy(() -> Gate.load(Bundles.zip(parts), 1))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusalReason.BAD_MANIFEST))
        .hasMessageContaining("pixel 0 has mean 0.25 and deviation 0.0");
  }

  private static byte[] withModel(byte[] file, byte[] model) {
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(file));
    String manifest =
        new String(parts.get("manifest.json"), UTF_8)
            .replace(Sha256.of(parts.get("model.bin")), Sha256.of(model));
    parts.put("manifest.json", manifest.getBytes(UTF_8));
    parts.put("model.bin", model);
    return Bundles.zip(parts);
  }

  private static Bundle bundle(PlainModel model) {
    return bundle(model, new Preprocessing(SIDE, SIDE, Fit.MNIST, 1 / 255.0, 0));
  }

  private static Bundle bundle(PlainModel plain, Preprocessing preprocessing) {
    byte[] model = PlainFile.write(plain);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "20261129-120000-abc",
            "forest",
            "2026-11-29T12:00:00Z",
            preprocessing,
            LABELS,
            16,
            42,
            "00".repeat(32),
            Map.of(),
            Map.of(),
            Map.of(),
            2.0,
            1.0,
            Map.of());
    ReferenceProfile profile = Bundles.profile(LABELS, SIDE, SIDE, plain.embeddingSize());
    return new Bundle(manifest, model, profile, golden(manifest, model));
  }

  /** Of the slow form. */
  private static List<GoldenRow> golden(Manifest manifest, byte[] model) {
    Random random = new Random(3);
    ImageEncoder encoder = new ImageEncoder(manifest.preprocessing());
    List<GoldenRow> rows = new ArrayList<>();
    try (Network slow = Networks.loadLayered(model, SIDE, SIDE);
        Scorer scorer = CalibratedScorer.of(slow.newScorer(1), manifest.temperature())) {
      for (int i = 0; i < 12; i++) {
        byte[] pixels = new byte[SIZE];
        random.nextBytes(pixels);
        float[] input = new float[SIZE];
        encoder.encode(pixels, SIDE, SIDE, input, 0);
        float[] found = new float[2];
        scorer.score(input, 1, found);
        rows.add(new GoldenRow(SIDE, SIDE, pixels, Bundles.best(found), found));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
