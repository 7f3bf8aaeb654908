package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.testing.MapJournal;
import org.junit.jupiter.api.Test;

class DriftCounterTest {

  private static final ReferenceProfile PROFILE = DriftWindowsDriver.PROFILE;
  private static final ScoredRows IMAGE = Examples.plain(0.5f, Examples.ONE);

  private final DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());

  private void add(String version, long timestamp) {
    counter.scoredBy(version, PROFILE);
    Examples.add(counter, timestamp, "e" + timestamp, IMAGE);
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
    counter.scoredBy("a", PROFILE);
    for (int i = 0; i < 100; i++) {
      ScoredRows image = Examples.usual(random);
      Examples.add(counter, i, "e" + i, image);
      expected.add(image, 0, EventHash.of("e" + i), PROFILE, PROFILE.featureMap().extractor());
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
  void shouldCountAllEventsAndTheirClassesButTakeStatisticsOfTheShare() {
    DriftCounter sampling = new DriftCounter(Examples.MINUTES.withSample(0.25), Journal.none());
    sampling.scoredBy("a", PROFILE);
    for (int i = 0; i < 1000; i++) {
      Examples.add(sampling, i, "e" + i, IMAGE);
    }

    DriftCounts counts = sampling.drain(0, 999).get(0);

    assertThat(counts.getEvents()).isEqualTo(1000);
    assertThat(counts.getClasses()).containsExactly(0L, 1000L);
    // 250 expected, and a deviation of 14: the ids are the same in every run.
    assertThat(WindowCounts.of(counts).sums(PROFILE).orElseThrow().events()).isBetween(200L, 300L);
  }

  @Test
  void shouldCountClassesOnlyWithoutASampledEvent() {
    DriftCounter sampling =
        new DriftCounter(Examples.MINUTES.withSample(Double.MIN_VALUE), Journal.none());
    sampling.scoredBy("a", PROFILE);
    Examples.add(sampling, 0, "e0", IMAGE);

    DriftCounts counts = sampling.drain(0, 0).get(0);

    assertThat(counts.getClasses()).containsExactly(0L, 1L);
    assertThat(counts.getProfile()).isEmpty();
    assertThat(counts.getSums().hasRemaining()).isFalse();
  }

  @Test
  void shouldStartAnewAfterADrain() {
    add("a", 0);
    counter.drain(0, 0);
    Examples.add(counter, 5, "e5", IMAGE);

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
  void shouldDrainAfterACrashWhatWasSavedAndNothingElse() {
    Journal journal = new MapJournal();
    DriftCounter crashing = new DriftCounter(Examples.MINUTES, journal);
    crashing.scoredBy("a|1", PROFILE);
    Examples.add(crashing, 0, "e0", IMAGE);
    crashing.save();
    Examples.add(crashing, 1, "e1", IMAGE);
    Examples.add(crashing, 60_000, "e2", IMAGE);
    crashing.reject(60_001);
    crashing.batch(Duration.ofMillis(3));
    crashing.save();
    Examples.add(crashing, 2, "lost", IMAGE);

    DriftCounter next = new DriftCounter(Examples.MINUTES, journal);
    next.scoredBy("a|1", PROFILE);
    Examples.add(next, 3, "e3", IMAGE);

    counter.scoredBy("a|1", PROFILE);
    Examples.add(counter, 0, "e0", IMAGE);
    Examples.add(counter, 1, "e1", IMAGE);
    Examples.add(counter, 60_000, "e2", IMAGE);
    counter.reject(60_001);
    counter.batch(Duration.ofMillis(3));
    Examples.add(counter, 3, "e3", IMAGE);
    assertThat(next.size()).isEqualTo(2);
    assertThat(next.drain(5, 60_001)).isEqualTo(counter.drain(5, 60_001));
    assertThat(new DriftCounter(Examples.MINUTES, journal).drain(5, 0)).isEmpty();
  }

  @Test
  void shouldRefuseAJournalThatNoCounterHasWritten() {
    Journal journal = new MapJournal();
    journal.put("0|a", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> new DriftCounter(Examples.MINUTES, journal))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0|a");
  }

  @Test
  void shouldRefuseAnEventThatNoVersionScored() {
    assertThatThrownBy(() -> counter.scoredBy("", PROFILE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
