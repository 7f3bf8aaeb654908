package org.inkstream.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {

  private static final float[] EXPECTED = {0.7f, 0.3f, 0.2f, 0.8f};

  @Test
  void shouldHoldForTheSameAnswers() {
    Agreement agreement = Agreement.of(EXPECTED, EXPECTED.clone(), 2);

    assertThat(agreement).isEqualTo(new Agreement(2, 0, 0, 0));
    assertThat(agreement.holds()).isTrue();
  }

  @Test
  void shouldNotHoldForAnotherLabel() {
    Agreement agreement = Agreement.of(EXPECTED, new float[] {0.7f, 0.3f, 0.8f, 0.2f}, 2);

    assertThat(agreement.otherLabels()).isEqualTo(1);
    assertThat(agreement.holds()).isFalse();
  }

  @Test
  void shouldNotHoldForAnotherProbability() {
    Agreement agreement = Agreement.of(EXPECTED, new float[] {0.7f, 0.3f, 0.21f, 0.79f}, 2);

    assertThat(agreement.otherLabels()).isZero();
    assertThat(agreement.holds()).isFalse();
  }

  @Test
  void shouldLetEnginesDecideDifferentlyBetweenEqualClasses() {
    float[] even = {0.50001f, 0.49999f};

    Agreement agreement = Agreement.of(even, new float[] {0.49999f, 0.50001f}, 2);

    assertThat(agreement.ties()).isEqualTo(1);
    assertThat(agreement.holds()).isTrue();
  }

  @Test
  void shouldNotHoldForWhatIsNoNumber() {
    assertThat(Agreement.of(EXPECTED, new float[] {0.7f, 0.3f, 0.2f, Float.NaN}, 2).holds())
        .isFalse();
  }
}
