package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OneCycleTest {

  private final OneCycle rate = new OneCycle(0.1, 0.2, 10);

  @Test
  void shouldRiseFromATwentiethOfThePeak() {
    // Middles of the steps are at 0.05 and 0.15 of the whole; the peak is at 0.2.
    assertThat(rate.valueAt(0, 0)).isCloseTo(0.1 * (0.05 + 0.95 * 0.25), within(1e-12));
    assertThat(rate.valueAt(1, 0)).isCloseTo(0.1 * (0.05 + 0.95 * 0.75), within(1e-12));
  }

  @Test
  void shouldFallToZero() {
    assertThat(rate.valueAt(2, 0)).isCloseTo(0.1 * 0.75 / 0.8, within(1e-12));
    assertThat(rate.valueAt(5, 3)).isCloseTo(0.1 * 0.45 / 0.8, within(1e-12));
    assertThat(rate.valueAt(9, 0)).isCloseTo(0.1 * 0.05 / 0.8, within(1e-12));
  }

  @Test
  void shouldStayAboveZeroAfterItsEnd() {
    assertThat(rate.valueAt(10, 0)).isPositive().isLessThan(1e-6);
  }

  @Test
  void shouldRefuseWhatIsNoSchedule() {
    assertThatThrownBy(() -> new OneCycle(0, 0.2, 10)).hasMessageContaining("peak 0.0");
    assertThatThrownBy(() -> new OneCycle(1, 1, 10)).hasMessageContaining("warm-up 1.0");
    assertThatThrownBy(() -> new OneCycle(1, 0.5, 0)).hasMessageContaining("0 steps");
  }
}
