package org.inkstream.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.inkstream.model.drift.Ranks;
import org.junit.jupiter.api.Test;

class SequentialTest {

  @Test
  void shouldHaveAProfilesBins() {
    long[] gaps = Ranks.gaps(10_000);

    // Sixteenths, of which the outer ones are divided at a hundredth and a thousandth.
    assertThat(gaps).hasSize(20);
    assertThat(Arrays.stream(gaps).sum()).isEqualTo(10_001);
    assertThat(gaps[0]).isEqualTo(10);
    assertThat(gaps[0] + gaps[1]).isEqualTo(100);
    assertThat(gaps[0] + gaps[1] + gaps[2]).isEqualTo(625);
    assertThat(gaps[10]).isEqualTo(625);
  }

  @Test
  void shouldFindAShiftByADeviationWithinTheFirstHundredEvents() {
    assertThat(Sequential.delay(0.05, 1, 2_000, 1_000, 1)).isBetween(2.0, 100.0);
  }

  @Test
  void shouldEndARunWithoutAnAlarm() {
    assertThat(Sequential.runLength(1e9, 20, 1_000, 30, 1)).isEqualTo(30);
  }
}
