package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionClockTest {

  private static final long NOW = 1_000_000_000;

  /** Windows of 10 seconds, 1 second of grace, idle after 3 seconds. */
  private final PartitionClock clock =
      new PartitionClock(
          new DriftSettings(
              Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(3), 1));

  /** The watermarks announced while the seconds from NOW + first to NOW + last pass. */
  private List<Long> announced(int first, int last) {
    List<Long> announced = new ArrayList<>();
    for (int second = first; second <= last; second++) {
      clock.tick(NOW + 1000L * second).ifPresent(announced::add);
    }
    return announced;
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
  void shouldAnnounceWhatAnIdlePartitionIsAssumedToHaveReachedOnceForEachWindow() {
    clock.event(NOW, NOW);

    // One window ended at NOW and is over at NOW + 1; the next ends at NOW + 10 and, with the grace
    // and the idle timeout, is over at NOW + 14.
    assertThat(announced(1, 13)).containsExactly(NOW, NOW + 1000);
    assertThat(announced(14, 14)).containsExactly(NOW + 11_000);
    assertThat(announced(15, 40)).containsExactly(NOW + 21_000, NOW + 31_000);
    assertThat(clock.watermark()).isEqualTo(NOW + 37_000);
  }

  @Test
  void shouldAnnounceNothingWhileEventsCome() {
    for (int second = 0; second < 60; second++) {
      clock.event(5000, NOW);
      assertThat(clock.tick(NOW + 1000L * second)).isEmpty();
    }
  }

  @Test
  void shouldNotTakeTimeInWhichItsThreadWasHeldUpForQuiet() {
    clock.event(5000, NOW);
    clock.tick(NOW + 1000);

    assertThat(clock.tick(NOW + 3_600_000)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void shouldAnnounceForAPartitionThatNeverHadAnEvent() {
    assertThat(announced(1, 3)).containsExactly(NOW);
  }

  @Test
  void shouldNotFallBackFromEventsAheadOfTheIdleTime() {
    clock.event(NOW + 2000, NOW + 2000);

    assertThat(announced(3, 5)).containsExactly(NOW + 2000);
  }
}
