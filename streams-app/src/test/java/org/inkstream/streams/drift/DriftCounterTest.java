package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.inkstream.model.drift.Observation;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.junit.jupiter.api.Test;

class DriftCounterTest {

  private static final Observation ONE = new Observation(0.5, Examples.ONE);

  private final ReferenceProfile profile = Examples.profile();
  private final DriftCounter counter = new DriftCounter(DriftSettings.DEFAULT);

  private void add(String version, long timestamp) {
    counter.add(version, Optional.of(profile), timestamp, ONE);
  }

  @Test
  void shouldCountByVersionAndWindow() {
    add("b", 59_999);
    add("a", 60_000);
    add("a", 119_999);
    add("b", 0);
    add("b", 60_000);
    add("b", 1);

    assertThat(counter.drain(7, 119_999))
        .extracting(
            DriftCounts::getWindowStart,
            DriftCounts::getVersion,
            DriftCounts::getEvents,
            DriftCounts::getSourcePartition)
        .containsExactly(
            tuple(Instant.EPOCH, "b", 3L, 7),
            tuple(Instant.ofEpochSecond(60), "a", 2L, 7),
            tuple(Instant.ofEpochSecond(60), "b", 1L, 7));
  }

  @Test
  void shouldCountAsTheStatisticsDo() {
    Random random = new Random(3);
    WindowCounts expected = new WindowCounts();
    for (int i = 0; i < 100; i++) {
      Observation observation = Examples.observation(random);
      counter.add("a", Optional.of(profile), i, observation);
      expected.add(observation, profile);
    }

    List<DriftCounts> drained = counter.drain(0, 99);

    assertThat(drained).hasSize(1);
    assertThat(WindowCounts.of(drained.get(0))).isEqualTo(expected);
  }

  @Test
  void shouldSendTheWatermarkWithTheLastMessageOnly() {
    add("a", 0);
    add("b", 0);
    add("a", 60_000);

    assertThat(counter.drain(0, 60_000))
        .extracting(DriftCounts::getWatermark)
        .containsExactly(Instant.EPOCH, Instant.EPOCH, Instant.ofEpochSecond(60));
  }

  @Test
  void shouldCountClassesOnlyWithoutAProfile() {
    counter.add("a", Optional.empty(), 0, ONE);

    DriftCounts counts = counter.drain(0, 0).get(0);

    assertThat(counts.getClasses()).containsExactly(0L, 1L);
    assertThat(counts.getProfile()).isEmpty();
    assertThat(counts.getStatistics()).isEmpty();
  }

  @Test
  void shouldStartAnewAfterADrain() {
    add("a", 0);
    counter.drain(0, 0);
    add("a", 5);

    assertThat(counter.drain(0, 5)).extracting(DriftCounts::getEvents).containsExactly(1L);
  }

  @Test
  void shouldSendTheWatermarkAloneAfterABatchOfDeadLetters() {
    add("a", 0);
    counter.drain(4, 0);

    assertThat(counter.drain(4, 61_000)).containsExactly(DriftCounter.heartbeat(4, 61_000));
    assertThat(counter.drain(4, 61_000)).isEmpty();
  }

  @Test
  void shouldRefuseAnEventThatNoVersionScored() {
    assertThatThrownBy(() -> add("", 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
