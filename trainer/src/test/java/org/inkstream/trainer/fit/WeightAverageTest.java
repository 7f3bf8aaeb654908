package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class WeightAverageTest {

  @Test
  void shouldForgetTheRandomStartFasterThanWhatFollows() {
    try (WeightAverage average = new WeightAverage(0.5, Nd4j.createFromArray(8f, 0f))) {
      average.add(0, Nd4j.createFromArray(1f, 2f));
      // The past weighs 1/40, less than 0.5 to the fourth.
      assertThat(average.mean().getDouble(0)).isCloseTo(8 / 40.0 + 39 / 40.0, within(1e-6));
      assertThat(average.mean().getDouble(1)).isCloseTo(2 * 39 / 40.0, within(1e-6));

      average.add(4, Nd4j.createFromArray(3f, 3f));
      assertThat(average.mean().getDouble(0)).isCloseTo(1.175 / 16 + 3 * 15 / 16.0, within(1e-6));
    }
  }

  @Test
  void shouldLookAtEveryFourthStep() {
    try (WeightAverage average = new WeightAverage(0.5, Nd4j.createFromArray(8f))) {
      for (int step = 1; step < 4; step++) {
        average.add(step, Nd4j.createFromArray(1f));
      }

      assertThat(average.mean().getDouble(0)).isEqualTo(8);
    }
  }

  @Test
  void shouldBeTheWeightsThemselvesWithoutDecay() {
    try (WeightAverage average = new WeightAverage(0, Nd4j.createFromArray(8f))) {
      average.add(5, Nd4j.createFromArray(3f));

      assertThat(average.mean().getDouble(0)).isEqualTo(3);
    }
  }
}
