package org.inkstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two partitions whose events come and are scored on a grid, so that every number can be counted by
 * hand.
 */
class SwapTimesTest {

  @Test
  void shouldTellTheSecondsOfTheSwapsFromTheRest() {
    // Every 10 ms an event, scored 300 ms later; in the second partition 305.
    Course first = course(300);
    Course second = course(305);
    ChampionTable.Turn swap = new ChampionTable.Turn(4000, "b", 2000);

    SwapTimes times = SwapTimes.of(List.of(first, second), List.of(swap), 1000, 9000);

    // Scored first at 4300, in the other partition at 4305.
    assertThat(times.perSecond()).containsExactly(200.0);
    assertThat(times.seconds().count()).isEqualTo(200);
    assertThat(times.seconds().seconds()).isEqualTo(1);
    // From 2000 to 4305, both included: 231 of each, at 2000, 2010 ... and 2005, 2015 ...
    assertThat(times.underWay().count()).isEqualTo(462);
    assertThat(times.underWay().seconds()).isEqualTo(2.306, within(1e-9));
    // Of 8 s from 1000 on what is left: 1000 to 1999 and 5300 to 8999.
    assertThat(times.quiet().seconds()).isEqualTo(4.7, within(1e-9));
    // 1000 to 1999, and three whole ones of 5300 to 8999.
    assertThat(times.perQuietSecond()).containsExactly(200.0, 200.0, 200.0, 200.0);
    assertThat(times.quiet().count()).isEqualTo(2 * 470);
    assertThat(times.quiet().quantile(0.5)).isEqualTo(300);
    assertThat(times.quiet().quantile(0.99)).isEqualTo(305);
    assertThat(times.quiet().perSecond()).isEqualTo(200, within(1e-9));
  }

  @Test
  void shouldLeaveOutASwapWhoseSecondIsNotMeasuredToItsEnd() {
    ChampionTable.Turn early = new ChampionTable.Turn(100, "b", 90);
    ChampionTable.Turn late = new ChampionTable.Turn(8500, "a", 8400);
    ChampionTable.Turn never = new ChampionTable.Turn(20_000, "b", 8600);

    SwapTimes times =
        SwapTimes.of(List.of(course(300), course(300)), List.of(early, late, never), 1000, 9000);

    assertThat(times.perSecond()).isEmpty();
    assertThat(times.seconds().count()).isZero();
  }

  /** Events at 0, 10, 20 ... 9990, scored after a while. */
  private static Course course(long wait) {
    Course course = new Course();
    for (int i = 0; i < 1000; i++) {
      course.add(10L * i);
      assertThat(course.see(i)).isTrue();
      course.scored(i, 10L * i + wait);
    }
    return course;
  }
}
