package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomFeaturesTest {

  private static final int DIMENSIONS = 6;

  private static float[] features(RandomFeatures random, float... point) {
    float[] sums = new float[RandomFeatures.COUNT];
    random.addTo(sums, point);
    return sums;
  }

  /** 2 / D times the sum of the products, the features as cosines. */
  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int j = 0; j < one.length; j++) {
      sum += (double) one[j] * other[j];
    }
    return sum * MeanDiscrepancies.SCALE;
  }

  private static float[] point(Random random, double deviation) {
    float[] point = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] = (float) (deviation * random.nextGaussian());
    }
    return point;
  }

  @Test
  void shouldApproximateTheGaussianKernel() {
    Random random = new Random(3);
    double bandwidth = 2.5;
    for (double deviation : new double[] {0, 0.1, 0.5, 1, 2, 5}) {
      float[] one = point(random, deviation);
      float[] other = point(random, deviation);
      double squared = 0;
      for (int i = 0; i < DIMENSIONS; i++) {
        squared += (one[i] - other[i]) * (double) (one[i] - other[i]);
      }
      double kernel = Math.exp(-squared / (2 * bandwidth * bandwidth));
      double mean = 0;
      for (int seed = 0; seed < 40; seed++) {
        RandomFeatures features = new RandomFeatures(DIMENSIONS, bandwidth, seed);
        double product = product(features(features, one), features(features, other));
        // 512 products of variance 1 or less: five standard errors.
        assertThat(product).isCloseTo(kernel, within(5 / Math.sqrt(512)));
        mean += product / 40;
      }
      assertThat(mean).isCloseTo(kernel, within(5 / Math.sqrt(40 * 512)));
    }
  }

  @Test
  void shouldBeWholeNumbersUpToTheUnit() {
    Random random = new Random(4);
    RandomFeatures features = new RandomFeatures(DIMENSIONS, 1, 9);
    for (int i = 0; i < 200; i++) {
      for (float feature : features(features, point(random, Math.pow(10, i % 8 - 2)))) {
        assertThat(feature).isBetween(-512f, 512f);
        assertThat(feature).isEqualTo((float) Math.rint(feature));
      }
    }
  }

  @Test
  void shouldStayWithinTheUnitForPointsThatCannotBe() {
    RandomFeatures features = new RandomFeatures(DIMENSIONS, 0.01, 9);
    for (float far : new float[] {1e6f, 1e10f, -1e20f, Float.MAX_VALUE, 1f / 0, -1f / 0, 0f / 0}) {
      for (float feature : features(features, far, far, 0, -far, 1, far)) {
        assertThat(feature).as("at %s", far).isBetween(-512f, 512f);
      }
    }
  }

  @Test
  void shouldBeTheCosineOfAUniformPhaseWithoutCoordinates() {
    float[] features = features(new RandomFeatures(0, 1, 5));

    double mean = 0;
    double square = 0;
    for (float feature : features) {
      mean += feature / 512.0 / 512;
      square += feature * feature / 512.0 / 512 / 512;
    }
    // A cosine has mean 0 and mean square 1/2; standard errors 0.031 and 0.016.
    assertThat(mean).isCloseTo(0, within(0.13));
    assertThat(square).isCloseTo(0.5, within(0.065));
  }

  @Test
  void shouldAddUpExactlyInAnyOrder() {
    Random random = new Random(8);
    RandomFeatures features = new RandomFeatures(DIMENSIONS, 1, 2);
    float[][] points = new float[500][];
    for (int i = 0; i < points.length; i++) {
      points[i] = point(random, 1);
    }

    float[] forwards = new float[RandomFeatures.COUNT];
    float[] backwards = new float[RandomFeatures.COUNT];
    for (int i = 0; i < points.length; i++) {
      features.addTo(forwards, points[i]);
      features.addTo(backwards, points[points.length - 1 - i]);
    }

    assertThat(forwards).isEqualTo(backwards);
  }

  @Test
  void shouldComeFromTheSeedAlone() {
    float[] point = {1, 2, 3, 4, 5, 6};

    assertThat(features(new RandomFeatures(6, 3, 1), point))
        .isEqualTo(features(new RandomFeatures(6, 3, 1), point))
        .isNotEqualTo(features(new RandomFeatures(6, 3, 2), point));
  }
}
