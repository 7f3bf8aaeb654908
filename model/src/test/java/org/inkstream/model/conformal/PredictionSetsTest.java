package org.inkstream.model.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionSetsTest {

  private static final float[] TEN = {.5f, .1f, .9f, .3f, .7f, .2f, 1, .4f, .6f, .8f};

  @ParameterizedTest
  @CsvSource({
    // Ranks from the largest by hand: the ceiling of 11 times the coverage.
    "0.05, 1.0",
    "0.5, 0.5",
    "0.51, 0.5",
    "0.55, 0.4",
    "0.9, 0.1",
    // The 11th largest of ten: nothing can be left out.
    "0.91, 0",
    "0.999, 0",
  })
  void shouldTakeTheRankThatKeepsThePromise(double coverage, float threshold) {
    assertThat(PredictionSets.calibrate(TEN, coverage))
        .isEqualTo(new PredictionSets(coverage, 10, threshold));
  }

  @ParameterizedTest
  @CsvSource({
    // c / (1 - c), as a whole number from above.
    "0.999, 999",
    "0.9, 9",
    "0.91, 11",
    "0.5, 1",
    "0.05, 1",
    "0.9999, 9999",
  })
  void shouldSayHowManyImagesExcludeAClass(double coverage, int least) {
    assertThat(PredictionSets.leastImages(coverage)).isEqualTo(least);
    assertThat(PredictionSets.calibrate(rising(least), coverage).threshold()).isPositive();
    if (least > 1) {
      assertThat(PredictionSets.calibrate(rising(least - 1), coverage).threshold()).isZero();
    }
  }

  private static float[] rising(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i + 1f) / count;
    }
    return values;
  }

  @Test
  void shouldNotWriteToWhatItIsGiven() {
    float[] given = TEN.clone();

    PredictionSets.calibrate(given, 0.5);

    assertThat(given).containsExactly(TEN);
  }

  @Test
  void shouldTakeAProbabilityAHairAboveOne() {
    assertThat(PredictionSets.calibrate(new float[] {Math.nextUp(1f)}, 0.1).threshold()).isOne();
  }

  @Test
  void shouldHaveEveryClassThatIsProbableEnoughAndTheAnswerAlways() {
    PredictionSets sets = new PredictionSets(0.9, 100, 0.25f);
    float[] rows = {0.5f, 0.25f, 0.24f, 0.01f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f};

    assertThat(sets.of(rows, 0, 4, 0)).containsExactly(0, 1);
    assertThat(sets.of(rows, 4, 5, 2)).containsExactly(2);
    assertThat(new PredictionSets(0.9, 5, 0).of(rows, 0, 4, 0)).containsExactly(0, 1, 2, 3);
  }

  /**
   * With the number of calibration images such that (n + 1) · coverage is whole, the coverage of
   * new images is the promise exactly, if no two are equal: over 4,000 repetitions the mean has a
   * standard error of sqrt(c (1 - c) / (n + 2) / 4000), and the bound is five of them. The answer
   * is made wrong each time, so that its being in the set helps nobody.
   */
  @ParameterizedTest
  @CsvSource({"0.9, 99", "0.75, 39", "0.99, 199"})
  void shouldCoverWhatItPromisesAndNoMore(double coverage, int images) {
    Random random = new Random(7);
    int repetitions = 4_000;
    double sum = 0;
    for (int i = 0; i < repetitions; i++) {
      float[] calibration = new float[images];
      for (int k = 0; k < images; k++) {
        calibration[k] = random.nextFloat();
      }
      PredictionSets sets = PredictionSets.calibrate(calibration, coverage);
      // Of uniform probabilities, the share that is in the set is known without drawing any.
      sum += 1 - sets.threshold();
    }

    double error = Math.sqrt(coverage * (1 - coverage) / (images + 2) / repetitions);
    assertThat(sum / repetitions).isCloseTo(coverage, within(5 * error));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void shouldRefuseACoverageThatNobodyCanPromise(double coverage) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PredictionSets.calibrate(TEN, coverage))
        .withMessageContaining("coverage");
  }

  @Test
  void shouldRefuseNoImagesAndImpossibleThresholds() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PredictionSets.calibrate(new float[0], 0.5))
        .withMessageContaining("0 calibration images");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new PredictionSets(0.5, 1, Float.NaN))
        .withMessageContaining("threshold");
  }
}
