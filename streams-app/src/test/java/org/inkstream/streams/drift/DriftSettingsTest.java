package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftSettingsTest {

  private final DriftSettings settings = DriftSettings.DEFAULT;

  @Test
  void shouldAlignWindowsToTheEpoch() {
    assertThat(settings.windowStart(0)).isZero();
    assertThat(settings.windowStart(29_999)).isZero();
    assertThat(settings.windowStart(30_000)).isEqualTo(30_000);
    // 2024-05-06T07:08:39.010Z is in the half minute from 07:08:30 on.
    assertThat(settings.windowStart(1_714_979_319_010L)).isEqualTo(1_714_979_310_000L);
  }

  @Test
  void shouldWaitForTheGraceAfterTheEndOfAWindow() {
    assertThat(settings.overBefore(34_999)).isZero();
    assertThat(settings.overBefore(35_000)).isEqualTo(30_000);
    assertThat(settings.overBefore(64_999)).isEqualTo(30_000);
    assertThat(settings.overBefore(65_000)).isEqualTo(60_000);
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
                    Duration.ofMillis(999), Duration.ofNanos(1), Duration.ofHours(25), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drift window PT0.999S is not PT1S to PT24H in milliseconds;"
                + " drift grace PT0.000000001S is not PT0S to PT24H in milliseconds;"
                + " drift idle timeout PT25H is not PT1S to PT24H in milliseconds;"
                + " drift sample 1.5 is not 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseAShareThatIsNone(double share) {
    assertThatThrownBy(() -> settings.withSample(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drift sample");
  }

  @Test
  void shouldKeepTheRestWhenOneIsChanged() {
    DriftSettings other = settings.withSample(0.5).withWindow(Duration.ofSeconds(7));

    assertThat(other)
        .isEqualTo(
            new DriftSettings(
                Duration.ofSeconds(7), settings.grace(), settings.idleTimeout(), 0.5));
  }
}
