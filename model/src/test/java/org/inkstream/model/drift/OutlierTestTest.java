package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class OutlierTestTest {

  /** Made of whole numbers, so that another language makes the same. */
  private static List<double[]> images() {
    List<double[]> images = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double[] image = new double[FeatureExtractor.INPUTS];
      for (int j = 0; j < image.length; j++) {
        image[j] = (i * 37 + j * 101 + i * i * (j + 1)) % 97 / 97.0;
      }
      images.add(image);
    }
    return images;
  }

  /**
   * From numpy 1.24: logarithms of the amounts and a thousandth, numpy.cov and its diagonal times
   * 1.001 and 1e-6 more, numpy.linalg.inv.
   */
  @Test
  void shouldBeTheDistanceThatAnotherImplementationGives() {
    List<double[]> images = images();
    InputDistance distance = InputDistance.of(images);

    Percentage close = Percentage.withPercentage(1e-4);
    assertThat((double) distance.of(images.get(4), 0)).isCloseTo(5.553916968028292, close);
    assertThat((double) distance.of(new double[] {9, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 1))
        .isCloseTo(248.54047523193205, close);
    assertThat((double) distance.of(new double[] {.1, .8, .12, .05, -.2, .3, 1.5, .4, .02}, 0))
        .isCloseTo(39.75320991484089, close);
    assertThat((double) distance.of(new double[] {1, 0, 1, .2, 0, 0, 0, 1, .5}, 0))
        .isCloseTo(17.723299954900035, close);
  }

  @Test
  void shouldStayANumberWhereNothingEverVaried() {
    List<double[]> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(new double[FeatureExtractor.INPUTS]);
    }
    InputDistance distance = InputDistance.of(same);

    assertThat(distance.of(same.get(0), 0)).isCloseTo(0, within(1e-9f));
    assertThat(distance.of(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 0)).isGreaterThan(1e6f);
    assertThat(distance.of(new double[] {0, 0, 0, 0, 0, 0, 1e200, 0, 0}, 0))
        .isEqualTo(Float.MAX_VALUE);
  }

  @Test
  void shouldNotTestByTooFewImages() {
    List<double[]> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      images.addAll(images());
    }

    assertThat(OutlierTest.of(images.subList(0, 85), 0.1)).isEmpty();
    OutlierTest test = OutlierTest.of(images.subList(0, 86), 0.1).orElseThrow();
    assertThat(test.threshold().images()).isEqualTo(86 - 18);
  }

  /**
   * Whatever the distribution: here a heavy-tailed one, of which a covariance of 20 images says
   * little. Each of 400 references has 80 images to rank among, so that floor(0.1 · 81) of 81 are
   * flagged in expectation; the standard error is about 0.002, as the 50 images of one reference
   * are not independent.
   */
  @Test
  void shouldFlagNoMoreOfTheSameDistributionThanPromised() {
    Random random = new Random(55);
    int flagged = 0;
    for (int i = 0; i < 400; i++) {
      List<double[]> reference = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        reference.add(heavyTailed(random));
      }
      OutlierTest test = OutlierTest.of(reference, 0.1).orElseThrow();
      for (int j = 0; j < 50; j++) {
        flagged += test.flags(test.pValue(heavyTailed(random), 0)) ? 1 : 0;
      }
    }

    assertThat(flagged / 20_000.0).isCloseTo(8 / 81.0, within(0.008));
  }

  private static double[] heavyTailed(Random random) {
    double[] image = new double[FeatureExtractor.INPUTS];
    double common = Math.exp(random.nextGaussian());
    for (int i = 0; i < image.length; i++) {
      image[i] = 0.1 * common * Math.exp(random.nextGaussian()) / (0.05 + random.nextDouble());
    }
    return image;
  }
}
