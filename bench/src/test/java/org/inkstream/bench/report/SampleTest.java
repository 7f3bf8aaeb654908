package org.inkstream.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void shouldTakeTheMiddleOfAnOddNumberOfValues() {
    Sample sample = Sample.of(5, 1, 9);

    assertThat(sample.median()).isEqualTo(5);
    assertThat(sample.min()).isEqualTo(1);
    assertThat(sample.max()).isEqualTo(9);
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumberOfValues() {
    assertThat(Sample.of(8, 1, 4, 100).median()).isEqualTo(6);
  }

  @Test
  void shouldDivideRoundByRound() {
    Sample ratio = Sample.of(10, 40, 90).dividedBy(Sample.of(5, 10, 100));

    assertThat(ratio.rounds()).containsExactly(2.0, 4.0, 0.9);
    assertThat(ratio.median()).isEqualTo(2);
  }

  @Test
  void shouldRefuseToPairDifferentRounds() {
    assertThatThrownBy(() -> Sample.of(1, 2).dividedBy(Sample.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 rounds cannot be paired with 1");
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    assertThatThrownBy(() -> Sample.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(Sample::of).isInstanceOf(IllegalArgumentException.class);
  }
}
