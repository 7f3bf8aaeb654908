package org.inkstream.trainer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.trainer.fit.Fitting;
import org.inkstream.trainer.fit.Progress;
import org.junit.jupiter.api.Test;

class SquaredHingeTest {

  /** Points on a line, as images of one pixel. */
  private static final float[] POINTS = {0, 1, 3};

  private static final float GAMMA = 0.5f;
  private static final int CLASSES = 2;

  @Test
  void shouldHaveFeaturesWhoseProductsAreTheKernel() {
    try (KernelFeatures features = new KernelFeatures(POINTS, 1, GAMMA)) {
      features.add(POINTS);
      // The sum of one image's features is the features.
      for (int i = 0; i < POINTS.length; i++) {
        float[] one = new float[POINTS.length];
        one[i] = 1;
        float[] products = features.scores(features.sum(one, 1), 1);
        for (int k = 0; k < POINTS.length; k++) {
          double distance = POINTS[i] - POINTS[k];
          assertThat((double) products[k])
              .isCloseTo(Math.exp(-GAMMA * distance * distance), within(1e-3));
        }
      }
    }
  }

  @Test
  void shouldGoFromWeightsToVectorsAndBack() {
    try (KernelFeatures features = new KernelFeatures(POINTS, 1, GAMMA)) {
      double[] weights = {1, -2, 0.5, 3, 0, 1};

      float[] again = features.toWeights(features.fromWeights(weights, CLASSES), CLASSES);

      for (int i = 0; i < weights.length; i++) {
        assertThat((double) again[i]).isCloseTo(weights[i], within(1e-4));
      }
    }
  }

  @Test
  void shouldFindTheLeastSumOfSquaredHinges() {
    // One landmark, an image on it of class 0 and one far away, where its kernel is 0, of class 1.
    // For class 0: v²/2 + c (1 - v)² + c, least at v = 2c / (1 + 2c); for class 1 its negative.
    double c = 1.5;
    try (KernelFeatures features = new KernelFeatures(new float[] {0}, 1, GAMMA)) {
      features.add(new float[] {0, 100});

      double[] found =
          new SquaredHinge(features, new int[] {0, 1}, CLASSES, new double[] {c, c})
              .minimise(new double[2], 10, task());

      assertThat(found[0]).isCloseTo(0.75, within(1e-3));
      assertThat(found[1]).isCloseTo(-0.75, within(1e-3));
    }
  }

  @Test
  void shouldStayNearWhereItBegan() {
    // (v - 2)²/2 + c (1 - v)²: the hinge is met at 2. For class 1, (v + 0.5)²/2 + c (1 + v)², least
    // at v = -(0.5 + 2c) / (1 + 2c).
    double c = 1.5;
    try (KernelFeatures features = new KernelFeatures(new float[] {0}, 1, GAMMA)) {
      features.add(new float[] {0});

      double[] found =
          new SquaredHinge(features, new int[] {0}, CLASSES, new double[] {c, c})
              .minimise(new double[] {2, -0.5}, 10, task());

      assertThat(found[0]).isCloseTo(2, within(1e-6));
      assertThat(found[1]).isCloseTo(-0.875, within(1e-3));
    }
  }

  @Test
  void shouldWeighErrorsByTheClassOfTheImage() {
    // An image of each class on the one landmark. For class 0: v²/2 + a (1 - v)² + b (1 + v)²,
    // least
    // at v = 2 (a - b) / (1 + 2a + 2b); for class 1 its negative.
    try (KernelFeatures features = new KernelFeatures(new float[] {0}, 1, GAMMA)) {
      features.add(new float[] {0, 0});

      double[] found =
          new SquaredHinge(features, new int[] {0, 1}, CLASSES, new double[] {1.5, 0.5})
              .minimise(new double[2], 10, task());

      assertThat(found[0]).isCloseTo(0.4, within(1e-3));
      assertThat(found[1]).isCloseTo(-0.4, within(1e-3));
    }
  }

  private static Fitting task() {
    ImageSet none = new ImageSet(1, 1, new byte[1], new int[1]);
    ImageEncoder encoder = new ImageEncoder(new Preprocessing(1, 1, Preprocessing.Fit.MNIST, 1, 0));
    return new Fitting(
        none,
        none,
        encoder,
        CLASSES,
        new double[0],
        1,
        Optional.empty(),
        Progress.NONE,
        () -> false,
        () -> 0);
  }
}
