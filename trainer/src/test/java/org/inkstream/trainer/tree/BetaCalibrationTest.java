package org.inkstream.trainer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected numbers are those that SciPy's BFGS and L-BFGS-B found for the same loss. */
class BetaCalibrationTest {

  private static final double[] CONFIDENCES = {
    .31, .42, .55, .55, .61, .7, .7, .82, .9, .9, .95, .99, .999, 1
  };
  private static final boolean[] RIGHT = {
    false, true, false, true, true, false, true, true, true, false, true, true, true, true
  };

  @Test
  void shouldFindTheMostProbableNumbers() {
    BetaCalibration calibration = BetaCalibration.fit(CONFIDENCES, RIGHT);

    assertThat(calibration.a()).isCloseTo(0.84180747, within(1e-5));
    assertThat(calibration.b()).isCloseTo(0.68721179, within(1e-5));
    assertThat(calibration.d()).isCloseTo(0.06829606, within(1e-5));
  }

  @Test
  void shouldNeverTrustTheSurerAnswerLess() {
    double[] confidences = new double[80];
    boolean[] right = new boolean[80];
    Arrays.fill(confidences, 0, 40, 0.3);
    Arrays.fill(confidences, 40, 80, 0.9);
    Arrays.fill(right, 0, 40, true);

    BetaCalibration calibration = BetaCalibration.fit(confidences, right);

    assertThat(calibration.a()).isZero();
    assertThat(calibration.b()).isZero();
    assertThat(calibration.of(0.3)).isCloseTo(0.5, within(1e-6));
    assertThat(calibration.of(0.9)).isCloseTo(0.5, within(1e-6));
  }

  /**
   * A small tree has few leaves, so that the same products are added a thousand times: what they
   * were rounded by adds up as well.
   */
  @Test
  void shouldFindNumbersForThousandsOfAnswersFromFewLeaves() {
    Random random = new Random(1);
    for (int set = 0; set < 300; set++) {
      double[] leaves = random.doubles(1 + set % 3, 0.05, 0.95).toArray();
      double[] confidences = new double[1_000];
      boolean[] right = new boolean[confidences.length];
      for (int i = 0; i < right.length; i++) {
        confidences[i] = leaves[i % leaves.length];
        right[i] = random.nextDouble() < confidences[i];
      }

      BetaCalibration calibration = BetaCalibration.fit(confidences, right);

      // A standard error is 0.027 at most.
      assertThat(calibration.of(leaves[0])).isCloseTo(leaves[0], within(0.15));
    }
  }

  @Test
  void shouldChangeLittleForOneAnswer() {
    BetaCalibration calibration = BetaCalibration.fit(new double[] {0.8}, new boolean[] {true});

    assertThat(calibration.of(0.8)).isBetween(0.8, 0.9);
    assertThat(calibration.of(0.5)).isBetween(0.5, 0.6);
  }

  @Test
  void shouldHoldForCertainty() {
    BetaCalibration nothing = new BetaCalibration(1, 1, 0);

    assertThat(nothing.of(0.25)).isCloseTo(0.25, within(1e-12));
    assertThat(nothing.of(1)).isCloseTo(1 - 1e-6, within(1e-12));
    assertThat(nothing.of(0)).isCloseTo(1e-6, within(1e-12));
  }
}
