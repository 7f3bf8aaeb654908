package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.testing.MapJournal;
import org.junit.jupiter.api.Test;

class ScoredCollectorTest {

  private static final DriftSettings MINUTES =
      new DriftSettings(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(10), 1);
  private static final int PARTITIONS = 3;
  private static final float[] PROBABILITIES = {0.25f, 0.75f};

  private static void add(ScoredCollector collector, int from, int to) {
    for (int i = from; i < to; i++) {
      collector.add("v1", "e" + i, 1000L * i, PROBABILITIES, 0, 2);
    }
  }

  private static Map<Integer, ScoredImages> drain(ScoredCollector collector) {
    Map<Integer, ScoredImages> drained = new TreeMap<>();
    collector.drain(7, 20_000, drained::put);
    return drained;
  }

  @Test
  void shouldDrainAfterACrashWhatWasSavedAndNothingElse() {
    Journal journal = new MapJournal();
    ScoredCollector crashing = new ScoredCollector(MINUTES, PARTITIONS, journal);
    add(crashing, 0, 8);
    crashing.save();
    add(crashing, 8, 12);
    crashing.save();
    crashing.save();
    add(crashing, 12, 20);

    ScoredCollector next = new ScoredCollector(MINUTES, PARTITIONS, journal);
    add(next, 20, 25);
    next.save();

    ScoredCollector calm = new ScoredCollector(MINUTES, PARTITIONS, Journal.none());
    add(calm, 0, 12);
    add(calm, 20, 25);
    Map<Integer, ScoredImages> expected = drain(calm);
    assertThat(expected).hasSize(PARTITIONS);
    assertThat(drain(new ScoredCollector(MINUTES, PARTITIONS, journal))).isEqualTo(expected);
  }

  @Test
  void shouldForgetWhatWasDrained() {
    Journal journal = new MapJournal();
    ScoredCollector collector = new ScoredCollector(MINUTES, PARTITIONS, journal);
    add(collector, 0, 8);
    collector.save();
    drain(collector);
    collector.save();

    assertThat(collector.largest()).isZero();
    assertThat(drain(new ScoredCollector(MINUTES, PARTITIONS, journal)).values())
        .allSatisfy(message -> assertThat(message.getEntries().hasRemaining()).isFalse());
  }

  @Test
  void shouldHoldEventsOfOneVersion() {
    Journal journal = new MapJournal();
    ScoredCollector collector = new ScoredCollector(MINUTES, PARTITIONS, journal);
    assertThat(collector.isFor("v2")).isTrue();
    add(collector, 0, 8);
    collector.save();

    assertThat(collector.isFor("v1")).isTrue();
    assertThat(collector.isFor("v2")).isFalse();
    assertThat(new ScoredCollector(MINUTES, PARTITIONS, journal).isFor("v2")).isFalse();
    drain(collector);
    assertThat(collector.isFor("v2")).isTrue();
  }

  @Test
  void shouldKnowItsLargestMessage() {
    ScoredCollector collector = new ScoredCollector(MINUTES, 1, Journal.none());
    add(collector, 0, 8);

    // Two halves of a hash, a time, two probabilities.
    assertThat(collector.largest()).isEqualTo(8 * (16 + 8 + 8));
  }

  @Test
  void shouldRefuseAJournalThatNoCollectorHasWritten() {
    Journal journal = new MapJournal();
    journal.put("0000000000", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> new ScoredCollector(MINUTES, PARTITIONS, journal))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0000000000");
  }
}
