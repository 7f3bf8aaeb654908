package org.inkstream.model.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the outlier test makes of real digits and of what is no digit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutliersTest {

  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int LEARNT = 1_000;
  private static final int REFERENCE = 3_000;
  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(SIDE, SIDE, Preprocessing.Fit.MNIST, 1 / 255.0, 0));

  private ImageSet digits;
  private ReferenceProfile profile;

  /** The network does not matter: it has two classes and no embedding. */
  @BeforeAll
  void profileOfDigits() throws Exception {
    digits = DataSets.read("mnist", Part.TRAIN);
    float[] inputs = new float[(LEARNT + REFERENCE) * PIXELS];
    float[] answers = new float[(LEARNT + REFERENCE) * 2];
    Arrays.fill(answers, 0.5f);
    for (int i = 0; i < LEARNT + REFERENCE; i++) {
      ENCODER.encode(digits.image(i), SIDE, SIDE, inputs, i * PIXELS);
    }
    ScoredRows rows = new ScoredRows(inputs, PIXELS, answers, 2, new float[0], 0, 1, 0);
    FeatureMap map = FeatureMaps.fit(SIDE, SIDE, rows, LEARNT, 1);
    ProfileBuilder builder = new ProfileBuilder(map, List.of("a", "b"));
    for (int i = LEARNT; i < LEARNT + REFERENCE; i++) {
      builder.add(rows, i, 0);
    }
    profile = builder.build();
  }

  private double[] pValues(ImageSet images) {
    return Outliers.pValues(profile.outlierTest().orElseThrow(), profile, ENCODER, images);
  }

  private static ImageSet drawn(IntUnaryOperator... images) {
    byte[] pixels = new byte[images.length * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) images[i / PIXELS].applyAsInt(i % PIXELS);
    }
    return new ImageSet(SIDE, SIDE, pixels, new int[images.length]);
  }

  @Test
  void shouldFlagWhatIsNoDigit() {
    Random random = new Random(3);
    ImageSet others =
        drawn(
            pixel -> 0,
            pixel -> 255,
            pixel -> 128,
            pixel -> random.nextInt(256),
            pixel -> random.nextInt(20) == 0 ? 255 : 0,
            pixel -> (pixel / SIDE / 4 + pixel % SIDE / 4) % 2 * 255,
            pixel -> pixel % SIDE / 2 % 2 * 255,
            pixel -> pixel / SIDE / 3 % 2 * 255,
            pixel -> pixel == 14 * SIDE + 14 ? 255 : 0,
            pixel -> 255 - (digits.pixels()[pixel] & 0xff));
    OutlierTest test = profile.outlierTest().orElseThrow();

    assertThat(Arrays.stream(pValues(others)).boxed()).allMatch(test::flags);
    assertThat(Outliers.share(profile, ENCODER, others)).hasValue(1);
  }

  /** 20,000 others of the same people: with 2,400 to rank among, 2 of 2,401 are flagged. */
  @Test
  void shouldFlagHardlyAnyDigit() {
    ImageSet others = digits.select(IntStream.range(20_000, 40_000).toArray());

    double share = Outliers.share(profile, ENCODER, others).orElseThrow();

    // The share by one reference varies: a beta distribution of 2 and 2,399, with 99.9 % of it
    // below 0.0039.
    assertThat(share).isLessThan(0.0039);
    assertThat(Arrays.stream(pValues(others)).average().orElseThrow()).isBetween(0.45, 0.55);
  }
}
