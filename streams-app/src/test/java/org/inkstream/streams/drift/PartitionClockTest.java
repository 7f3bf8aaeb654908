package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionClockTest {

  private static final long NOW = 1_000_000_000;

  /** Windows of 10 seconds, 1 second of grace, idle after 3 seconds. */
  private final PartitionClock clock =
      new PartitionClock(
          new DriftSettings(
              Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(3), 1));

  /** The watermarks while the seconds from NOW + first to NOW + last pass. */
  private List<Long> watermarks(int first, int last) {
    List<Long> watermarks = new ArrayList<>();
    for (int second = first; second <= last; second++) {
      clock.tick(NOW + 1000L * second);
      watermarks.add(clock.watermark());
    }
    return watermarks;
  }

  @Test
  void shouldFollowTheLatestEvent() {
    assertThat(clock.watermark()).isZero();

    clock.event(5000, NOW);
    clock.event(4000, NOW);

    assertThat(clock.watermark()).isEqualTo(5000);
  }

  @Test
  void shouldNotBeMovedPastTheWallClockByAnEventFromTheFuture() {
    clock.event(NOW + 50_000, NOW);

    assertThat(clock.watermark()).isEqualTo(NOW);
  }

  @Test
  void shouldFollowTheWallClockOnceThePartitionIsIdle() {
    clock.event(NOW, NOW);

    assertThat(watermarks(1, 5)).containsExactly(NOW, NOW, NOW, NOW + 1000, NOW + 2000);
  }

  @Test
  void shouldNotFollowTheWallClockWhileEventsCome() {
    for (int second = 0; second < 60; second++) {
      clock.event(5000, NOW);
      clock.tick(NOW + 1000L * second);

      assertThat(clock.watermark()).isEqualTo(5000);
    }
  }

  @Test
  void shouldNotTakeTimeInWhichItsThreadWasHeldUpForQuiet() {
    clock.event(5000, NOW);
    clock.tick(NOW + 1000);
    clock.tick(NOW + 3_600_000);

    assertThat(clock.watermark()).isEqualTo(5000);
  }

  @Test
  void shouldFollowTheWallClockForAPartitionThatNeverHadAnEvent() {
    assertThat(watermarks(1, 3)).containsExactly(0L, 0L, NOW);
  }

  @Test
  void shouldNotFallBackFromEventsAheadOfTheIdleTime() {
    clock.event(NOW + 2000, NOW + 2000);

    assertThat(watermarks(3, 5)).containsExactly(NOW + 2000, NOW + 2000, NOW + 2000);
  }
}
