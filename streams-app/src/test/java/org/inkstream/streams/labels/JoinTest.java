package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.inkstream.streams.labels.LabelOutcome.DUPLICATE;
import static org.inkstream.streams.labels.LabelOutcome.EXPIRED;
import static org.inkstream.streams.labels.LabelOutcome.JOINED;
import static org.inkstream.streams.labels.LabelOutcome.UNKNOWN;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;

/** One label partition: what meets, what is forgotten, and what a crash cannot take. */
class JoinTest {

  private static final long START = Instant.parse("2026-11-23T08:00:00Z").toEpochMilli();
  private static final long SECOND = 1000;
  private static final LabelSettings SETTINGS = new LabelSettings(Duration.ofSeconds(100), 1000);
  private static final float[] SURE = {1, 0};

  private JoinTask task = new JoinTask(SETTINGS, 1, 1, 0);

  @Test
  void shouldJoinAtTheBoundAndNotBeyond() {
    event("a", START);
    event("b", START);
    event("c", START + 300 * SECOND);
    event("d", START + 300 * SECOND);
    label("a", START + 100 * SECOND, 0);
    label("b", START + 100 * SECOND + 1, 0);
    label("c", START + 200 * SECOND, 0);
    label("d", START + 200 * SECOND - 1, 0);

    readEventsFirst();

    assertThat(task.outcomes).containsOnly(entry(JOINED, 2L), entry(EXPIRED, 2L));
    assertThat(labelled()).isEqualTo(2);
  }

  @Test
  void shouldJoinALabelThatCameFirst() {
    label("a", START, 1);
    event("a", START + 30 * SECOND);

    readLabelsFirst();

    assertThat(task.outcomes).containsOnly(entry(JOINED, 1L));
    assertThat(task.totals()).containsOnlyKeys("2026-11-23T08:00:00Z v1");
    LabelCounts counts = task.totals().values().iterator().next();
    assertThat(counts.errors()).isOne();
    // The true class had probability 0.
    assertThat(counts.crossEntropy()).isEqualTo(64);
    assertThat(counts.brier()).isEqualTo(2);
    assertThat(counts.lossBins()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void shouldCountTheEventsWhoseSetHasTheTrueClass() {
    // A class is in the set from a quarter on, and the answer always is.
    event("right", START);
    label("right", START, 0);
    event("outside", START);
    label("outside", START, 1);
    event("unknown class", START);
    label("unknown class", START, 7);

    readEventsFirst();

    LabelCounts counts = task.totals().values().iterator().next();
    assertThat(counts.sets()).isEqualTo(3);
    assertThat(counts.covered()).isOne();
  }

  @Test
  void shouldKeepTheFirstOfTwoLabelsAlsoAfterACrash() {
    event("a", START);
    label("a", START + SECOND, 0);
    readEventsFirst();
    task.crash();
    label("a", START + 2 * SECOND, 1);

    readEventsFirst();

    assertThat(task.outcomes).containsOnly(entry(JOINED, 1L), entry(DUPLICATE, 1L));
    assertThat(labelled()).isOne();
    assertThat(errors()).isZero();
  }

  @Test
  void shouldKeepTheFirstOfTwoLabelsThatWait() {
    label("a", START, 0);
    label("a", START, 1);
    event("a", START);

    readLabelsFirst();

    assertThat(task.outcomes).containsOnly(entry(JOINED, 1L), entry(DUPLICATE, 1L));
    assertThat(errors()).isZero();
  }

  @Test
  void shouldCountAnIdThatIsUsedTwiceOnce() {
    event("a", START);
    event("a", START + SECOND);
    label("a", START + 2 * SECOND, 0);
    event("a", START + 3 * SECOND);
    label("a", START + 4 * SECOND, 0);

    readEventsFirst();

    assertThat(labelled()).isOne();
  }

  @Test
  void shouldCountALabelTooOldForAnyEventAsUnknownWithoutHoldingIt() {
    event("a", START + 500 * SECOND);
    task.readAll();
    int stored = task.stored();
    label("x", START, 0);

    task.readAll();

    assertThat(task.outcomes).containsOnly(entry(UNKNOWN, 1L));
    assertThat(task.stored()).isEqualTo(stored);
  }

  @Test
  void shouldForgetWhatCanNoLongerMeet() {
    for (int i = 0; i < 500; i++) {
      event("e" + i, START + i * SECOND);
      label("x" + i, START + i * SECOND, 0);
      task.readAll();
    }
    task.tick();
    assertThat(task.waiting).isBetween(100L, 200L);
    assertThat(task.stored()).isLessThan(20);
    assertThat(task.outcomes.get(UNKNOWN)).isBetween(300L, 400L);

    event("last", START + 1000 * SECOND);
    label("last", START + 1000 * SECOND, 0);
    task.readAll();
    task.tick();

    assertThat(task.waiting).isZero();
    assertThat(task.outcomes).containsOnly(entry(UNKNOWN, 500L), entry(JOINED, 1L));
  }

  @Test
  void shouldNotForgetByTheTimeOfOnePartitionAlone() {
    task = new JoinTask(SETTINGS, 2, 2, 0);
    event("a", START);
    label("x", START + 1000 * SECOND, 0);
    task.readAll();
    label(1, "a", START + 50 * SECOND, 0);

    readEventsFirst();

    assertThat(labelled()).isOne();
  }

  @Test
  void shouldForgetTheOldestWhenThereIsNoRoom() {
    task = new JoinTask(new LabelSettings(Duration.ofSeconds(100), 100), 1, 1, 0);
    for (int i = 0; i < 300; i++) {
      event("e" + i, START + i);
    }
    task.readAll();
    assertThat(task.forgotten).isBetween(200L, 264L);

    for (int i = 0; i < 300; i++) {
      if (i >= task.forgotten) {
        label("e" + i, START + SECOND + i, 0);
      }
    }
    readEventsFirst();

    assertThat(labelled()).isEqualTo(300 - task.forgotten);
  }

  @Test
  void shouldNotJoinAgainAfterACrashWhenTheLabelWasForgottenBeforeItsEvent() {
    task = new JoinTask(new LabelSettings(Duration.ofSeconds(100), 70), 1, 1, 0);
    // A block whose last event is much later than its first keeps that; its label is forgotten.
    event("first", START);
    event("late", START + 12 * SECOND);
    label("first", START + SECOND, 0);
    readEventsFirst();
    for (int i = 0; i < 200; i++) {
      label("x" + i, START + 2 * SECOND + i, 0);
      readEventsFirst();
    }
    assertThat(task.forgotten).isPositive();
    task.crash();
    label("first", START + 3 * SECOND, 0);

    readEventsFirst();

    assertThat(labelled()).isOne();
  }

  @Test
  void shouldLoseNothingThatWasCommittedAndRepeatNothing() {
    event("a", START);
    label("b", START, 0);
    task.readAll();
    task.commit();
    label("a", START, 0);
    event("b", START);
    task.readAll();
    task.tick();
    // The joins and what was told are taken back with the transaction; they are read again.
    task.crash();

    task.readAll();
    task.commit();
    // Joined and committed, but not told yet.
    assertThat(labelled()).isZero();
    task.crash();
    task.tick();
    task.commit();

    assertThat(labelled()).isEqualTo(2);
    task.tick();
    task.commit();
    assertThat(labelled()).isEqualTo(2);
  }

  @Test
  void shouldCountWhatIsLateInTheFirstWindowThatIsOpen() {
    event("a", START);
    label("x", START + 90 * SECOND, 0);
    event("b", START + 90 * SECOND);
    readEventsFirst();
    // Out of order by more than the grace of 5 seconds: 08:00 to 08:01 may be reported by now.
    label("a", START + SECOND, 0);

    readEventsFirst();

    assertThat(task.totals()).containsOnlyKeys("2026-11-23T08:01:00Z v1");
  }

  @Test
  void shouldAnnounceTheTimeThatAllPartitionsHaveReached() {
    event("a", START + 130 * SECOND);
    readEventsFirst();
    assertThat(task.announced()).isZero();

    label("x", START + 70 * SECOND, 0);
    readEventsFirst();
    assertThat(task.announced()).isEqualTo(START + 70 * SECOND);

    // Not again within the same window.
    label("y", START + 80 * SECOND, 0);
    readEventsFirst();
    assertThat(task.announced()).isEqualTo(START + 70 * SECOND);
  }

  private void readEventsFirst() {
    while (task.readEvents()) {
      // Reads.
    }
    finish();
  }

  private void readLabelsFirst() {
    while (task.readLabels()) {
      // Reads.
    }
    finish();
  }

  private void finish() {
    task.readAll();
    task.tick();
    task.commit();
  }

  private long labelled() {
    return task.totals().values().stream().mapToLong(LabelCounts::labelled).sum();
  }

  private long errors() {
    return task.totals().values().stream().mapToLong(LabelCounts::errors).sum();
  }

  private void event(String id, long time) {
    ScoredCollector collector = new ScoredCollector(JoinTask.MINUTES, 1, Journal.none());
    collector.add("v1", id, time, SURE, 0, 2);
    collector.drain(0, time, (partition, message) -> task.send(message));
  }

  private void label(String id, long time, int truth) {
    label(0, id, time, truth);
  }

  private void label(int source, String id, long time, int truth) {
    long[] hash = EventHash.halves(id);
    ByteBuffer entry =
        ByteBuffer.allocate(Layout.ROUTED)
            .putLong(hash[0])
            .putLong(hash[1])
            .putLong(time)
            .putInt(truth)
            .flip();
    task.send(new RoutedLabels(source, Instant.ofEpochMilli(time), entry));
  }
}
