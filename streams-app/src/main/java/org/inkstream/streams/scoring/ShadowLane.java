package org.inkstream.streams.scoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.ShadowCollector;

/**
 * A task's side of the shadow: hands over what the champion has answered, and adds up what comes
 * back. What is on its way in a crash is lost, but nothing is counted twice: a task that begins
 * anew has a new lane, and what the old one handed over comes back to nobody. For one thread.
 */
final class ShadowLane {

  private record Key(long windowStart, String champion, String shadow) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::windowStart)
            .thenComparing(Key::champion)
            .thenComparing(Key::shadow);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final ShadowScoring scoring;
  private final DriftSettings settings;
  private final ShadowListener listener;
  private final Optional<ShadowCollector> forLabels;
  private final Deque<ShadowBatch> underway = new ArrayDeque<>();
  private final Map<Key, Comparison> counts = new TreeMap<>();
  private long announced;
  private ShadowBatch batch;

  /**
   * A lane with nothing on it.
   *
   * @param forLabels takes what labels will need; empty if no labels are read
   */
  ShadowLane(
      ShadowScoring scoring,
      DriftSettings settings,
      ShadowListener listener,
      Optional<ShadowCollector> forLabels) {
    this.scoring = scoring;
    this.settings = settings;
    this.listener = listener;
    this.forLabels = forLabels;
    this.announced = settings.overBefore(0);
  }

  /** False if there never was a shadow: then there is nothing to do. */
  boolean isNeeded() {
    return scoring.shadows().any();
  }

  /**
   * An event was answered; {@link #handOver} must follow when all of the batch are.
   *
   * @param champion the version that answered
   * @param labels its class names
   * @param before how far the partition had come before the batch
   */
  void answered(
      String champion,
      List<String> labels,
      long before,
      ImageEvent event,
      long time,
      int label,
      float probability) {
    Optional<String> shadow = scoring.shadows().at(time, champion);
    if (shadow.isEmpty()) {
      return;
    }
    if (batch != null && !batch.shadow().equals(shadow.get())) {
      handOver();
    }
    if (batch == null) {
      batch = new ShadowBatch(champion, shadow.get(), labels, before);
    }
    batch.add(event, time, label, probability);
  }

  /** Gives the shadow what was answered, or sheds it if the shadow has too much to do. */
  void handOver() {
    if (batch == null) {
      return;
    }
    ShadowBatch full = batch;
    batch = null;
    boolean taken = scoring.offer(full);
    for (ShadowBatch.Entry entry : full.entries()) {
      Comparison window = window(full, entry);
      window.addEvents(1);
      window.addShed(taken ? 0 : 1);
    }
    if (taken) {
      underway.add(full);
    } else {
      listener.shed(full.shadow(), full.entries().size());
    }
  }

  /**
   * What was counted since the last drain, to be sent in this order. The watermark, which only the
   * last carries, waits for what is on its way: a window is not over before its events are back.
   *
   * @param sourcePartition the partition that the events came from
   * @param watermark how far that partition has come
   * @param now wall-clock time, in milliseconds
   */
  List<ShadowCounts> drain(int sourcePartition, long watermark, long now) {
    scoring.rest(now);
    while (!underway.isEmpty() && underway.peek().isFinished()) {
      add(underway.poll());
    }
    long reached = underway.isEmpty() ? watermark : underway.peek().before();
    List<ShadowCounts> messages = new ArrayList<>(counts.size());
    counts.forEach(
        (key, comparison) ->
            messages.add(
                comparison.toAvro(
                    key.champion(), key.shadow(), key.windowStart(), sourcePartition, 0)));
    counts.clear();
    long over = settings.overBefore(reached);
    if (over > announced) {
      announced = over;
      messages.add(new Comparison().toAvro("", "", 0, sourcePartition, reached));
    }
    return messages;
  }

  private void add(ShadowBatch back) {
    long compared = 0;
    for (ShadowBatch.Entry entry : back.entries()) {
      Comparison window = window(back, entry);
      if (entry.shadow() == ShadowBatch.NONE) {
        window.addFailed(1);
      } else {
        compared++;
        window.addCompared(entry.champion(), entry.sure(), entry.shadow(), entry.shadowSure());
        forLabels.ifPresent(
            collector ->
                collector.add(
                    back.champion(),
                    back.shadow(),
                    entry.hash(),
                    entry.time(),
                    entry.champion(),
                    entry.shadow()));
      }
    }
    listener.compared(back.shadow(), compared);
    listener.failed(back.shadow(), back.entries().size() - compared);
  }

  private Comparison window(ShadowBatch of, ShadowBatch.Entry entry) {
    return counts.computeIfAbsent(
        new Key(settings.windowStart(entry.time()), of.champion(), of.shadow()),
        key -> new Comparison());
  }
}
