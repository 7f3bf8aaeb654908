package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PredictionStatisticsTest {

  private static ScoredRows rows(float... probabilities) {
    return new ScoredRows(
        new float[0], 0, probabilities, probabilities.length, new float[0], 0, 1, 0);
  }

  /** Log-probabilities, class, entropy, margin and certainty. */
  private static double[] of(float... probabilities) {
    double[] values = new double[2 + probabilities.length + PredictionStatistics.BESIDES];
    PredictionStatistics.extract(rows(probabilities), 0, values, 2);
    return Arrays.copyOfRange(values, 2, values.length);
  }

  @Test
  void shouldNameAsManyAsThereAre() {
    assertThat(PredictionStatistics.names(2))
        .containsExactly(
            "prediction.logProbability.0",
            "prediction.logProbability.1",
            "prediction.class",
            "confidence.entropy",
            "confidence.margin",
            "confidence.certainty");
  }

  @Test
  void shouldGiveTheNumbersWorkedOutByHand() {
    // ln 1/4, ln 1/2; entropy 3/2 ln 2; the largest over the second: ln 2; - ln(1 - 1/2).
    double log2 = Math.log(2);

    assertThat(of(0.25f, 0.5f, 0.25f))
        .containsExactly(
            new double[] {-2 * log2, -log2, -2 * log2, 1, 1.5 * log2, log2, log2}, within(1e-14));
  }

  @Test
  void shouldGiveNoEntropyToCertaintyAndTheMostToAnEvenAnswer() {
    double[] certain = of(0, 1, 0, 0);
    double[] even = of(0.25f, 0.25f, 0.25f, 0.25f);

    assertThat(certain[4]).isEqualTo(1);
    assertThat(certain[5]).isZero();
    assertThat(even[4]).isZero();
    assertThat(even[5]).isCloseTo(Math.log(4), within(1e-15));
    assertThat(even[6]).isZero();
  }

  @Test
  void shouldBeFiniteForProbabilitiesOfZero() {
    // The smallest float is 2^-149.
    double least = -149 * Math.log(2);

    assertThat(of(0, 1))
        .containsExactly(new double[] {least, 0, 1, 0, -least, -least}, within(1e-12));
    for (double value : of(0, 0, 0)) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void shouldSeeHowCertainAnAnswerIsThoughItsFloatIsOne() {
    // 1 - 1e-12 is 1 as a float; what the others have is not lost.
    double[] values = of(1f, 1e-12f);

    assertThat(values[5]).isCloseTo(-Math.log(1e-12), within(1e-6));
  }

  @Test
  void shouldGiveAnAnswerOfOneClass() {
    assertThat(of(1f)).hasSize(5).doesNotContain(Double.NaN).containsSequence(0, 0);
    assertThat(of(1f)[3]).isZero();
  }

  @Test
  void shouldPassOnWhatIsNotANumber() {
    double[] values = of(0.5f, Float.NaN);

    assertThat(values[1]).isNaN();
    assertThat(values[2]).isZero();
    assertThat(values[3]).isNaN();
  }

  @Test
  void shouldPredictTheFirstOfTheLikeliest() {
    ScoredRows rows =
        new ScoredRows(
            new float[0],
            0,
            new float[] {1, 0, 0, 0.25f, 0.375f, 0.375f},
            3,
            new float[0],
            0,
            1,
            0);

    assertThat(rows.predicted(0)).isZero();
    assertThat(rows.predicted(1)).isEqualTo(1);
  }

  @Test
  void shouldBoundTheLoss() {
    assertThat(Losses.of(0.5f)).isCloseTo(Math.log(2), within(1e-15));
    assertThat(Losses.of(1)).isZero();
    assertThat(Losses.of(0)).isEqualTo(64);
    assertThat(Losses.of(-0f)).isEqualTo(64);
    assertThat(Losses.of(Float.MIN_VALUE)).isEqualTo(64);
    assertThat(Losses.of(1.0000001f)).isZero();
    assertThat(Losses.of(Float.NaN)).isNaN();
  }
}
