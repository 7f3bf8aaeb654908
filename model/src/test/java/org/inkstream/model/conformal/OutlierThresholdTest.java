package org.inkstream.model.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierThresholdTest {

  private static final float[] NINE = {5, 1, 9, 3, 3, 2, 8, 4, 6};

  @ParameterizedTest
  @CsvSource({
    // By hand: one more than the scores that are at least as large, of ten.
    "0, 1.0",
    "1, 1.0",
    "1.5, 0.9",
    "3, 0.8",
    "3.5, 0.6",
    "8, 0.3",
    "9, 0.2",
    "9.1, 0.1",
    "Infinity, 0.1",
    "NaN, 0.1",
  })
  void shouldRankAnImageAmongTheOthers(float score, double pValue) {
    assertThat(OutlierThreshold.calibrate(NINE, 0.1).pValue(score)).isEqualTo(pValue);
  }

  @Test
  void shouldFlagAtItsLevel() {
    OutlierThreshold threshold = OutlierThreshold.calibrate(NINE, 0.2);

    assertThat(threshold.flags(threshold.pValue(9))).isTrue();
    assertThat(threshold.flags(threshold.pValue(8))).isFalse();
    assertThat(NINE).startsWith(5, 1);
  }

  @Test
  void shouldFlagNothingByFewerImagesThanItsLevelTakes() {
    OutlierThreshold threshold = OutlierThreshold.calibrate(new float[998], 0.001);

    assertThat(threshold.flags(threshold.pValue(Float.POSITIVE_INFINITY))).isFalse();
    OutlierThreshold enough = OutlierThreshold.calibrate(new float[999], 0.001);
    assertThat(enough.flags(enough.pValue(1))).isTrue();
  }

  @Test
  void shouldKeepTheLargestScoresAndItsPromiseBelowThem() {
    int images = OutlierThreshold.MOST + 5_000;
    float[] scores = new float[images];
    for (int i = 0; i < images; i++) {
      scores[i] = (i * 7_919) % images;
    }

    OutlierThreshold threshold = OutlierThreshold.calibrate(scores, 0.001);

    assertThat(threshold.largest()).hasSize(OutlierThreshold.MOST);
    // 14,999 is the largest: 10 are at least 14,990.
    assertThat(threshold.pValue(14_990)).isEqualTo(11.0 / 15_001);
    assertThat(threshold.pValue(5_001)).isEqualTo(10_000.0 / 15_001);
    assertThat(threshold.pValue(4_999)).isOne();
  }

  /**
   * Of images that come from where the calibration images came from, floor(0.05 · 100) of 100 are
   * flagged exactly in expectation, if no two scores are equal: over 20,000 repetitions the share
   * has a standard error of 0.0015. With many that are equal it may only be less.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFlagNoMoreOfTheSameDistributionThanPromised(boolean ties) {
    Random random = new Random(54);
    int repetitions = 20_000;
    int flagged = 0;
    for (int i = 0; i < repetitions; i++) {
      float[] scores = new float[99];
      for (int j = 0; j < scores.length; j++) {
        scores[j] = score(random, ties);
      }
      OutlierThreshold threshold = OutlierThreshold.calibrate(scores, 0.05);
      flagged += threshold.flags(threshold.pValue(score(random, ties))) ? 1 : 0;
    }

    double share = flagged / (double) repetitions;
    if (ties) {
      assertThat(share).isLessThan(0.05).isGreaterThan(0);
    } else {
      assertThat(share).isCloseTo(0.05, within(0.006));
    }
  }

  private static float score(Random random, boolean ties) {
    double score = Math.exp(2 * random.nextGaussian());
    return (float) (ties ? Math.floor(score / 8) : score);
  }

  @Test
  void shouldRefuseWhatIsNoThreshold() {
    for (double level : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OutlierThreshold.calibrate(NINE, level));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutlierThreshold.calibrate(new float[0], 0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutlierThreshold.calibrate(new float[] {1, Float.NaN}, 0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutlierThreshold(0.1, 2, new float[] {2, 1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutlierThreshold(0.1, 3, new float[] {1, 2}));
  }

  @Test
  void shouldBeEqualByContent() {
    OutlierThreshold threshold = OutlierThreshold.calibrate(NINE, 0.1);

    assertThat(OutlierThreshold.calibrate(NINE.clone(), 0.1))
        .isEqualTo(threshold)
        .hasSameHashCodeAs(threshold)
        .hasToString("OutlierThreshold of level 0.1 by 9 images");
    assertThat(OutlierThreshold.calibrate(NINE, 0.2)).isNotEqualTo(threshold);
  }
}
