package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemPaceTest {

  private final SystemPace pace = new SystemPace();

  @Test
  void shouldGiveTheMomentThatIsDueAndNotTheLaterOneAtWhichItIsAsked() {
    pace.begin();
    Instant begun = Instant.now();

    Instant hourAgo = pace.await(-Duration.ofHours(1).toNanos()).orElseThrow();

    assertThat(hourAgo).isBefore(begun.minus(Duration.ofMinutes(59)));
  }

  @Test
  void shouldWaitUntilTheMomentIsThere() {
    long before = System.nanoTime();
    pace.begin();

    assertThat(pace.await(3_000_000)).isPresent();

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(3_000_000);
  }

  @Test
  void shouldEndAWaitOfAnHourWhenStopped() {
    pace.begin();
    new Thread(pace::stop).start();

    assertThat(pace.await(Duration.ofHours(1).toNanos())).isEmpty();
    assertThat(pace.now()).isEmpty();
  }

  @Test
  void shouldEndAWaitWhenInterrupted() {
    pace.begin();
    Thread.currentThread().interrupt();

    assertThat(pace.await(Duration.ofHours(1).toNanos())).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }
}
