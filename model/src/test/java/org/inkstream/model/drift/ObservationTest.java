package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ObservationTest {

  private static EventStatistics statistics(double meanInk, float... probabilities) {
    return FeatureMap.current().of(new Observation(meanInk, probabilities));
  }

  @Test
  void shouldComputeTheStatisticsThatTheMapNames() {
    assertThat(FeatureMap.current().names()).containsExactly("meanInk", "entropy", "confidence");

    EventStatistics event = statistics(0.125, 0.25f, 0.5f, 0.25f);

    assertThat(event.predicted()).isEqualTo(1);
    assertThat(event.value(0)).isEqualTo(0.125);
    // -(1/4 ln 1/4 + 1/2 ln 1/2 + 1/4 ln 1/4) = 3/2 ln 2
    assertThat(event.value(1)).isCloseTo(1.0397207708399179, within(1e-15));
    assertThat(event.value(2)).isEqualTo(0.5);
  }

  @Test
  void shouldGiveNoEntropyToACertainPredictionAndTheMostToAnEvenOne() {
    assertThat(statistics(0, 0, 1, 0).value(1)).isZero();
    // ln 4
    assertThat(statistics(0, .25f, .25f, .25f, .25f).value(1))
        .isCloseTo(1.3862943611198906, within(1e-15));
  }

  @Test
  void shouldTakeTheFirstOfEquallyProbableClasses() {
    assertThat(statistics(0, 0.1f, 0.45f, 0.45f).predicted()).isEqualTo(1);
  }

  @Test
  void shouldPassOnWhatIsNotANumber() {
    EventStatistics event = statistics(Double.NaN, 0.5f, Float.NaN);

    assertThat(event.values()).containsOnly(Double.NaN);
    assertThat(event.predicted()).isZero();
  }

  @Test
  void shouldUndoTheEncodingOfItsRow() {
    // Ink 0, 1/2, 1, 1/2 encoded as 2 ink - 1, in the second row.
    float[] inputs = {9, 9, 9, 9, -1, 0, 1, 0};
    float[] outputs = {1, 0, 0.25f, 0.75f};

    Observation observation = Observation.ofRow(inputs, 4, outputs, 2, 1, 2, -1);

    assertThat(observation.meanInk()).isEqualTo(0.5);
    assertThat(observation.probabilities()).containsExactly(0.25f, 0.75f);
  }

  @Test
  void shouldGiveTheMeanOfGrayLevelsTheBitsOfAPlainSum() {
    // Encoded as ink, as ink around zero, and standardised; a size that four does not divide.
    double[][] encodings = {{1, 0}, {2, -1}, {1 / 0.3081, -0.1307 / 0.3081}};
    int size = 783;
    Random random = new Random(11);
    for (double[] encoding : encodings) {
      float[] inputs = new float[2 * size];
      double sum = 0;
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float) (random.nextInt(256) / 255.0 * encoding[0] + encoding[1]);
        sum += i < size ? 0 : inputs[i];
      }

      double meanInk =
          Observation.ofRow(inputs, size, new float[] {0, 1}, 1, 1, encoding[0], encoding[1])
              .meanInk();

      assertThat(meanInk).isEqualTo((sum / size - encoding[1]) / encoding[0]);
    }
  }

  @Test
  void shouldNotSeeLaterChangesOfTheArray() {
    float[] probabilities = {0.9f, 0.1f};
    Observation observation = new Observation(0, probabilities);

    probabilities[1] = 1;
    observation.probabilities()[1] = 1;

    assertThat(observation.predicted()).isZero();
  }

  @Test
  void shouldRefuseAnEventWithoutClasses() {
    assertThatThrownBy(() -> new Observation(0, new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
