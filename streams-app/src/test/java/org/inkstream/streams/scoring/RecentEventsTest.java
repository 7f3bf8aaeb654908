package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentEventsTest {

  private final RecentEvents recent = new RecentEvents();

  @Test
  void shouldCountTheEventsSinceATime() {
    assertThat(recent.since(Long.MIN_VALUE)).isZero();
    recent.add(10);
    recent.add(30);
    recent.add(20);

    assertThat(recent.since(10)).isEqualTo(3);
    assertThat(recent.since(20)).isEqualTo(2);
    assertThat(recent.since(31)).isZero();
  }

  @Test
  void shouldForgetTheOldest() {
    for (int i = 0; i < 32_768 + 100; i++) {
      recent.add(i);
    }

    assertThat(recent.since(0)).isEqualTo(32_768);
    assertThat(recent.since(32_768)).isEqualTo(100);
  }
}
