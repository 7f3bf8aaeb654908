package org.inkstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TemperatureTest {

  @Test
  void shouldSoftenOverconfidenceToTheShareThatIsRight() {
    // Says 0.9 ten times and is right seven times: the best it can say is 0.7,
    // which is T = ln(0.9/0.1) / ln(0.7/0.3).
    Predictions overconfident = twoClasses(0.9f, 7, 10);

    Temperature temperature = Temperature.fit(overconfident);

    assertThat(temperature.value()).isCloseTo(2.593213886, within(1e-5));
    assertThat(temperature.apply(overconfident).probability(0, 0)).isCloseTo(0.7, within(1e-5));
  }

  @Test
  void shouldSharpenUnderconfidence() {
    // Says 0.6 and is right nine times out of ten: T = ln(0.6/0.4) / ln(9).
    assertThat(Temperature.fit(twoClasses(0.6f, 9, 10)).value()).isCloseTo(0.184534, within(1e-5));
  }

  @Test
  void shouldLeaveCalibratedPredictionsAlone() {
    assertThat(Temperature.fit(twoClasses(0.8f, 8, 10)).value()).isCloseTo(1, within(1e-5));
  }

  /**
   * Five images, the second right by luck and the fourth wrong with next to nothing for the truth.
   * The expected number is SciPy's; of least cross-entropy would be 3.67, for the fourth's sake.
   */
  @Test
  void shouldFitWhatAnswersAreWorth() {
    float[] rows = {
      .7f, .2f, .1f, .5f, .3f, .2f, .9f, .07f, .03f, .6f, .39f, .01f, .8f, .15f, .05f
    };
    Predictions predictions = new Predictions(3, rows, new int[] {0, 1, 0, 2, 0});

    assertThat(Temperature.fit(predictions).value()).isCloseTo(0.7606876, within(1e-5));
  }

  @Test
  void shouldStopAtItsBoundWhenEverythingIsRight() {
    assertThat(Temperature.fit(twoClasses(0.8f, 10, 10)).value()).isCloseTo(0.05, within(1e-3));
  }

  @Test
  void shouldApplyToEveryClass() {
    Predictions one = new Predictions(3, new float[] {.7f, .2f, .1f}, new int[] {0});

    // Square roots of the probabilities, normalised.
    assertThat(new Temperature(2).apply(one).probabilities())
        .containsExactly(new float[] {0.5228793830f, 0.2794907865f, 0.1976298305f}, within(1e-6f));
  }

  /** What is served cannot give a class a share that the model gives none. */
  @Test
  void shouldLeaveNothingOfNothing() {
    Predictions none = new Predictions(3, new float[] {.8f, .2f, 0}, new int[] {0});

    // Square roots of 0.8 and 0.2 are as 2 to 1.
    assertThat(new Temperature(2).apply(none).probabilities())
        .containsExactly(new float[] {2 / 3f, 1 / 3f, 0}, within(1e-6f));
  }

  @Test
  void shouldNotCountImagesThatNoTemperatureHelps() {
    // As the first case, and five wrong answers with probability 1.
    Predictions some = twoClasses(0.9f, 7, 10);
    float[] rows = Arrays.copyOf(some.probabilities(), 30);
    int[] labels = Arrays.copyOf(some.labels(), 15);
    for (int i = 10; i < 15; i++) {
      rows[2 * i] = 1;
      labels[i] = 1;
    }

    assertThat(Temperature.fit(new Predictions(2, rows, labels)).value())
        .isCloseTo(2.593213886, within(1e-5));
  }

  @Test
  void shouldNotChangeDecisions() {
    Predictions certain =
        new Predictions(3, new float[] {1, 0, 0, .2f, .5f, .3f}, new int[] {0, 0});

    Predictions scaled = new Temperature(7).apply(certain);

    assertThat(scaled.predicted(0)).isZero();
    assertThat(scaled.predicted(1)).isEqualTo(1);
    assertThat(scaled.probabilities()).doesNotContain(Float.NaN);
  }

  @Test
  void shouldRefuseATemperatureThatIsNone() {
    assertThatThrownBy(() -> new Temperature(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Temperature(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Predictions twoClasses(float confidence, int right, int count) {
    float[] rows = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      rows[2 * i] = confidence;
      rows[2 * i + 1] = 1 - confidence;
    }
    Arrays.fill(labels, right, count, 1);
    return new Predictions(2, rows, labels);
  }
}
