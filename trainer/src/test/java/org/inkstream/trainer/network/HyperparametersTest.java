package org.inkstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HyperparametersTest {

  @Test
  void shouldNameEveryImpossibleValueAtOnce() {
    assertThatThrownBy(() -> new Hyperparameters(0, -1, Double.NaN, 1, 1, -0.1, -1, true, false, 0))
        .hasMessage(
            "epochs 0 is less than 1; batch -1 is less than 1; patience 0 is less than 1;"
                + " learningRate NaN is not a positive number; warmUp 1.0 is not between 0 and 1;"
                + " dropout 1.0 is not 0 or more and below 1;"
                + " averaging -0.1 is not 0 or more and below 1;"
                + " l2 -1.0 is not a number of 0 or more");
  }

  @Test
  void shouldSayEverySettingByName() {
    Hyperparameters settings =
        new Hyperparameters(6, 64, 0.002, 0.2, 0.3, 0.998, 0, true, false, 3);

    assertThat(settings.asMap())
        .hasSize(Hyperparameters.class.getRecordComponents().length)
        .containsEntry("epochs", "6")
        .containsEntry("learningRate", "0.002")
        .containsEntry("augment", "true");
  }
}
