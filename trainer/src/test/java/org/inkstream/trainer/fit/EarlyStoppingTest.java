package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  private final EarlyStopping<String> stopping = new EarlyStopping<>(2);

  @Test
  void shouldKeepTheBestAndStopWhenPatienceEnds() {
    assertThat(stopping.offer(0.5, "first")).isTrue();
    assertThat(stopping.offer(0.3, "second")).isTrue();
    assertThat(stopping.offer(0.4, "third")).isTrue();
    assertThat(stopping.offer(0.31, "fourth")).isFalse();

    assertThat(stopping.best()).contains("second");
  }

  @Test
  void shouldWaitAnewAfterABetterEpoch() {
    stopping.offer(0.5, "first");
    stopping.offer(0.6, "second");

    assertThat(stopping.offer(0.4, "third")).isTrue();
    assertThat(stopping.offer(0.5, "fourth")).isTrue();
    assertThat(stopping.best()).contains("third");
  }

  @Test
  void shouldKeepTheFirstOfEquals() {
    stopping.offer(0.5, "first");
    stopping.offer(0.5, "second");

    assertThat(stopping.best()).contains("first");
  }

  @Test
  void shouldKeepNothingThatHasNoLoss() {
    assertThat(stopping.offer(Double.NaN, "first")).isTrue();
    assertThat(stopping.offer(Double.NaN, "second")).isFalse();

    assertThat(stopping.best()).isEmpty();
  }
}
