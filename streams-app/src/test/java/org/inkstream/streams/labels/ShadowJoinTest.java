package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;

/** What a shadow said of events meets their labels, in any order, once, and whatever crashes. */
class ShadowJoinTest {

  private static final long START = Instant.parse("2026-11-24T08:00:00Z").toEpochMilli();
  private static final long SECOND = 1000;
  private static final LabelSettings SETTINGS = new LabelSettings(Duration.ofSeconds(100), 1000);
  private static final float[] SURE = {1, 0};

  private final JoinTask task = new JoinTask(SETTINGS, 1, 1, 0);

  @Test
  void shouldMeetALabelThatComesLater() {
    event("a", START);
    shadow("a", START, 0, 1);
    finish();
    assertThat(task.comparisons()).isEmpty();

    label("a", START + SECOND, 1);
    finish();

    assertCounts(0, 0, 1);
  }

  @Test
  void shouldMeetALabelThatCameBeforeTheShadow() {
    event("a", START);
    label("a", START + SECOND, 0);
    finish();
    task.crash();

    shadow("a", START, 0, 1);
    finish();

    assertCounts(0, 1, 0);
  }

  @Test
  void shouldMeetALabelThatCameBeforeTheEvent() {
    label("a", START, 0);
    task.readAll();
    event("a", START + SECOND);
    shadow("a", START + SECOND, 0, 0);
    finish();

    assertCounts(1, 0, 0);
  }

  @Test
  void shouldCountOnceThoughItCrashesAtEveryStep() {
    event("a", START);
    shadow("a", START, 0, 1);
    step();
    step();
    label("a", START + SECOND, 1);
    step();
    // What is said again of the same event, and labelled again, says nothing more.
    label("a", START + 2 * SECOND, 0);
    step();
    finish();

    assertCounts(0, 0, 1);
  }

  @Test
  void shouldNotCountWhatIsSaidOfAnotherEventWithTheSameId() {
    event("a", START);
    event("a", START + SECOND);
    shadow("a", START, 0, 0);
    shadow("a", START + SECOND, 1, 1);
    label("a", START + 2 * SECOND, 0);
    finish();

    assertCounts(1, 0, 0);
  }

  @Test
  void shouldHoldNothingOfAnEventThatIsNotHeld() {
    shadow("a", START, 0, 1);
    finish();

    assertThat(task.stored()).as("how far it has come").isOne();
  }

  @Test
  void shouldForgetWithTheEvent() {
    event("a", START);
    shadow("a", START, 0, 1);
    finish();
    int held = task.stored();

    event("b", START + 300 * SECOND);
    label("x", START + 300 * SECOND, 0);
    finish();
    label("a", START + 300 * SECOND, 0);
    finish();

    assertThat(task.comparisons()).isEmpty();
    // Of "a" the event and what was said; now there are "b" and the label that waits.
    assertThat(task.stored()).isEqualTo(held);
  }

  @Test
  void shouldHoldNoMoreThanTheBound() {
    for (int i = 0; i < 1500; i++) {
      event("e" + i, START + i);
      shadow("e" + i, START + i, 0, 1);
    }
    finish();
    // Each message is a block here; the events are in blocks of many.
    assertThat(task.stored()).isBetween(1000, 1100);

    for (int i = 1000; i < 1500; i++) {
      label("e" + i, START + SECOND + i, 1);
    }
    finish();

    Comparison counts = task.comparisons().get("v1 and v2");
    assertThat(counts.labelled()).isEqualTo(500);
    assertThat(counts.shadowOnly()).isEqualTo(500);
  }

  private void assertCounts(long bothRight, long championOnly, long shadowOnly) {
    assertThat(task.comparisons()).containsOnlyKeys("v1 and v2");
    Comparison counts = task.comparisons().get("v1 and v2");
    assertThat(counts.labelled()).isOne();
    assertThat(counts.bothRight()).isEqualTo(bothRight);
    assertThat(counts.championOnly()).isEqualTo(championOnly);
    assertThat(counts.shadowOnly()).isEqualTo(shadowOnly);
  }

  /** Reads everything, crashes, reads it again, and commits. */
  private void step() {
    task.readAll();
    task.crash();
    task.readAll();
    task.commit();
    task.crash();
  }

  private void finish() {
    task.readAll();
    task.tick();
    task.commit();
  }

  private void event(String id, long time) {
    ScoredCollector collector = new ScoredCollector(JoinTask.MINUTES, 1, Journal.none());
    collector.add("v1", id, time, SURE, 0, 2);
    collector.drain(0, time, (partition, message) -> task.send(message));
  }

  private void shadow(String id, long time, int champion, int shadow) {
    ShadowCollector collector = new ShadowCollector(1);
    collector.add("v1", "v2", EventHash.halves(id), time, champion, shadow);
    collector.drain(0, (partition, message) -> task.send(message));
  }

  private void label(String id, long time, int truth) {
    long[] hash = EventHash.halves(id);
    ByteBuffer entry =
        ByteBuffer.allocate(Layout.ROUTED)
            .putLong(hash[0])
            .putLong(hash[1])
            .putLong(time)
            .putInt(truth)
            .flip();
    task.send(new RoutedLabels(0, Instant.ofEpochMilli(time), entry));
  }
}
