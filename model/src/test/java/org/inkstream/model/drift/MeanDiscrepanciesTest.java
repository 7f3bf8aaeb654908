package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanDiscrepanciesTest {

  private static final int REFERENCE = 3_000;
  private static final int WINDOW = 100;

  /** The reference of normal embeddings in five dimensions, as a profile has it. */
  private static final ReferenceProfile PROFILE = profile();

  private static ScoredRows rows(Random random, int count, double shift) {
    float[] embeddings = new float[count * 5];
    float[] probabilities = new float[count * 2];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = (float) (random.nextGaussian() + (i % 5 == 0 ? shift : 0));
    }
    for (int i = 0; i < count; i++) {
      probabilities[2 * i] = 1;
    }
    return new ScoredRows(new float[count], 1, probabilities, 2, embeddings, 5, 1, 0);
  }

  private static ReferenceProfile profile() {
    Random random = new Random(1);
    FeatureMap map = FeatureMaps.fit(1, 1, rows(random, 500, 0), 500, 3);
    ProfileBuilder builder = new ProfileBuilder(map, java.util.List.of("a", "b"));
    ScoredRows rows = rows(random, REFERENCE, 0);
    for (int i = 0; i < REFERENCE; i++) {
      builder.add(rows, i, 0);
    }
    return builder.build();
  }

  private static double[] windows(int count, int events, double shift) {
    Random random = new Random(2);
    FeatureExtractor extractor = PROFILE.featureMap().extractor();
    ReferenceEmbedding reference = PROFILE.embedding();
    double[] found = new double[count];
    for (int w = 0; w < count; w++) {
      ScoredRows rows = rows(random, events, shift);
      float[] sums = new float[RandomFeatures.COUNT];
      for (int i = 0; i < events; i++) {
        extractor.extract(rows, i);
        extractor.addRandomFeatures(sums);
      }
      long[] whole = new long[sums.length];
      for (int j = 0; j < sums.length; j++) {
        whole[j] = (long) sums[j];
      }
      found[w] =
          MeanDiscrepancies.squared(reference.sums(), REFERENCE, whole, events, reference.spread());
    }
    return found;
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void shouldBeTheSquaredDistanceWorkedOutByHand() {
    // Means 3 and 1 in one feature, 2 and 2 in the other: a squared difference of 4.
    long[] reference = {6, 4};
    long[] window = {3, 6};

    assertThat(MeanDiscrepancies.squared(reference, 2, window, 3, 0))
        .isCloseTo(4 * MeanDiscrepancies.SCALE, within(1e-20));
    // Less (1/2 + 1/3) times the spread.
    assertThat(MeanDiscrepancies.squared(reference, 2, window, 3, 0.6))
        .isCloseTo(4 * MeanDiscrepancies.SCALE - 0.5, within(1e-15));
    assertThat(MeanDiscrepancies.squaredNorm(reference, 2)).isEqualTo(13);
  }

  @Test
  void shouldHaveTheSpreadOfAKernel() {
    // k(x, x) is 1, and the squared norm of the mean is the mean kernel of two points: for normal
    // points in d dimensions (s^2 / (s^2 + 2))^(d/2), with s the bandwidth (a Gaussian integral).
    double squared = PROFILE.featureMap().bandwidth() * PROFILE.featureMap().bandwidth();
    double expected = 1 - Math.pow(squared / (squared + 2), 2.5);

    assertThat(PROFILE.embedding().spread()).isCloseTo(expected, within(0.1));
  }

  @Test
  void shouldBeNothingOnAverageWithoutDrift() {
    double[] found = windows(300, WINDOW, 0);

    // What is taken off is (1/n + 1/m) times the spread; a twentieth of it is the tolerance.
    double bias = PROFILE.embedding().spread() * (1.0 / REFERENCE + 1.0 / WINDOW);
    assertThat(mean(found)).isCloseTo(0, within(bias / 20));
  }

  @Test
  void shouldGrowWithAShift() {
    double none = mean(windows(40, WINDOW, 0));
    double small = mean(windows(40, WINDOW, 0.5));
    double large = mean(windows(40, WINDOW, 2));

    assertThat(small).isGreaterThan(none + 0.005);
    assertThat(large).isGreaterThan(4 * small);
  }

  @Test
  void shouldStayBelowItsNullQuantileInAboutNinetyNineOfAHundredWindows() {
    double quantile = PROFILE.embedding().nullQuantile() * (1.0 / REFERENCE + 1.0 / WINDOW);
    int above = 0;
    for (double found : windows(1_500, WINDOW, 0)) {
      above += found > quantile ? 1 : 0;
    }

    // 15 expected; the quantile itself is from 1,000 samples.
    assertThat(above).isBetween(4, 40);
  }
}
