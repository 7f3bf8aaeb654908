package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriftSettingsTest {

  private final DriftSettings settings = DriftSettings.DEFAULT;

  @Test
  void shouldAlignWindowsToTheEpoch() {
    assertThat(settings.windowStart(0)).isZero();
    assertThat(settings.windowStart(59_999)).isZero();
    assertThat(settings.windowStart(60_000)).isEqualTo(60_000);
    // 2024-05-06T07:08:09.010Z is in the minute of 07:08.
    assertThat(settings.windowStart(1_714_979_289_010L)).isEqualTo(1_714_979_280_000L);
  }

  @Test
  void shouldWaitForTheGraceAfterTheEndOfAWindow() {
    assertThat(settings.overBefore(64_999)).isZero();
    assertThat(settings.overBefore(65_000)).isEqualTo(60_000);
    assertThat(settings.overBefore(124_999)).isEqualTo(60_000);
    assertThat(settings.overBefore(125_000)).isEqualTo(120_000);
  }

  @Test
  void shouldHoldNoWindowForOverBeforeAnyEvent() {
    assertThat(settings.overBefore(0)).isNegative();
  }

  @Test
  void shouldRefuseEventsBefore1970() {
    assertThatThrownBy(() -> settings.windowStart(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void shouldNameEveryValueOutOfRange() {
    assertThatThrownBy(
            () ->
                new DriftSettings(
                    Duration.ofMillis(999), Duration.ofNanos(1), Duration.ofHours(25)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drift window PT0.999S is not PT1S to PT24H in milliseconds;"
                + " drift grace PT0.000000001S is not PT0S to PT24H in milliseconds;"
                + " drift idle timeout PT25H is not PT1S to PT24H in milliseconds");
  }
}
