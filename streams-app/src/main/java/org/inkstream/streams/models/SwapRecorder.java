package org.inkstream.streams.models;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.SwapReceipt;

/**
 * Measures what a swap does to the batches around it: ten seconds before the load begins, until the
 * first batch of the new champion, and five seconds after. Safe for use by many threads.
 */
public final class SwapRecorder {

  private static final int SECONDS_BEFORE = 10;
  private static final long MILLIS_AFTER = 5_000;
  private static final long MAX_MICROS = 60_000_000;

  /** How long after the end of a champion's turn an event may still come that is of this turn. */
  private static final long PATIENCE_MILLIS = 3_600_000;

  /** The batches of one second. */
  private static final class Second {
    private long second = Long.MIN_VALUE;
    private final Histogram micros = histogram();
  }

  private final Clock clock;
  private final Second[] seconds = new Second[SECONDS_BEFORE + 1];
  private final List<Swap> open = new ArrayList<>();

  /**
   * @param clock tells the time of batches
   */
  public SwapRecorder(Clock clock) {
    this.clock = clock;
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = new Second();
    }
  }

  /**
   * A change of champion has become known, and its version is about to be loaded.
   *
   * @param from the champion before; null if there is none
   * @param nativeBytes native memory of all versions now loaded
   */
  synchronized void expect(AliasChange change, String from, long nativeBytes) {
    Histogram before = histogram();
    long now = clock.millis() / 1000;
    for (Second second : seconds) {
      if (second.second >= now - SECONDS_BEFORE) {
        before.add(second.micros);
      }
    }
    Swap swap = new Swap(change, from, nativeBytes, before);
    for (Swap other : open) {
      other.endsAt(swap.begin());
      swap.endsAt(other.begin());
    }
    open.add(swap);
  }

  /** A batch was scored by some version. */
  public synchronized void batchScored(String version, long nanos) {
    long now = clock.millis();
    long micros = Math.min(MAX_MICROS, nanos / 1000);
    Second second = seconds[(int) (now / 1000 % seconds.length)];
    if (second.second != now / 1000) {
      second.second = now / 1000;
      second.micros.reset();
    }
    second.micros.recordValue(micros);
    for (Swap swap : open) {
      swap.batchScored(version, micros, now);
    }
  }

  /**
   * A partition is scored by another version from now on.
   *
   * @param partition topic and partition
   * @param offset of the version's first event
   * @param timestamp of that event
   * @param scoredSince how many events of the partition at or after a timestamp were scored before
   */
  public synchronized void switched(
      String version,
      String partition,
      long offset,
      long timestamp,
      LongUnaryOperator scoredSince) {
    for (Swap swap : open) {
      // Another may be announced already in which the same version comes back later. The first
      // champion answers events from before its time, too.
      // Or it had its turn already, in which this partition had no event.
      if ((swap.from == null || timestamp >= swap.begin()) && timestamp < swap.end) {
        swap.switched(version, partition, offset, scoredSince);
      }
    }
  }

  /**
   * The swaps that are complete by now; each is given once. One whose champion's turn ended long
   * ago without an event is forgotten.
   */
  synchronized List<Swap> completed() {
    List<Swap> complete = new ArrayList<>();
    long ended = clock.millis() - PATIENCE_MILLIS;
    open.removeIf(swap -> swap.firstOffsets.isEmpty() && swap.end < ended);
    for (Iterator<Swap> swaps = open.iterator(); swaps.hasNext(); ) {
      Swap swap = swaps.next();
      if (swap.firstBatchAt != 0 && clock.millis() - swap.firstBatchAt >= MILLIS_AFTER) {
        swaps.remove();
        complete.add(swap);
      }
    }
    return complete;
  }

  /** How many swaps are not complete yet. */
  synchronized int open() {
    return open.size();
  }

  /** Forgets the swaps to a version, which was refused. */
  synchronized void forget(String version) {
    List<Swap> gone =
        open.stream().filter(swap -> swap.change.getVersion().equals(version)).toList();
    open.removeAll(gone);
    // The turn before goes on.
    for (Swap swap : open) {
      if (gone.stream().anyMatch(other -> other.begin() == swap.end)) {
        swap.end = Long.MAX_VALUE;
        open.forEach(other -> swap.endsAt(other.begin()));
      }
    }
  }

  private static Histogram histogram() {
    return new Histogram(MAX_MICROS, 2);
  }

  /** One swap in progress, or done. */
  static final class Swap {
    private final AliasChange change;
    private final String from;
    private final long nativeBytes;
    private final Histogram before;
    private final Histogram during = histogram();
    private final Histogram after = histogram();
    private final Map<String, Long> firstOffsets = new TreeMap<>();
    private long lateEvents;
    private long firstBatchAt;
    private long end = Long.MAX_VALUE;

    private Swap(AliasChange change, String from, long nativeBytes, Histogram before) {
      this.change = change;
      this.from = from;
      this.nativeBytes = nativeBytes;
      this.before = before;
    }

    private long begin() {
      return change.getEffectiveFrom().toEpochMilli();
    }

    /** Its champion's turn is over when another's begins, if that is later. */
    private void endsAt(long time) {
      end = time > begin() ? Math.min(end, time) : end;
    }

    private void batchScored(String version, long micros, long now) {
      if (firstBatchAt == 0 && version.equals(change.getVersion()) && !firstOffsets.isEmpty()) {
        firstBatchAt = now;
      }
      (firstBatchAt == 0 ? during : after).recordValue(micros);
    }

    private void switched(
        String version, String partition, long offset, LongUnaryOperator scoredSince) {
      if (version.equals(change.getVersion()) && !firstOffsets.containsKey(partition)) {
        firstOffsets.put(partition, offset);
        lateEvents += scoredSince.applyAsLong(begin());
      }
    }

    AliasChange change() {
      return change;
    }

    SwapReceipt receipt(GateTimes times, long fetchMillis, long nativeBytesNow) {
      return SwapReceipt.newBuilder()
          .setFrom(from)
          .setTo(change.getVersion())
          .setEffectiveFrom(change.getEffectiveFrom())
          .setFirstOffsets(firstOffsets)
          .setLateEvents(lateEvents)
          .setFetchMillis(fetchMillis)
          .setVerifyMillis(times.verifyMillis())
          .setLoadMillis(times.loadMillis())
          .setWarmMillis(times.warmMillis())
          .setBefore(summary(before))
          .setDuring(summary(during))
          .setAfter(summary(after))
          .setNativeBytesBefore(nativeBytes)
          .setNativeBytesAfter(nativeBytesNow)
          .build();
    }

    private static LatencySummary summary(Histogram micros) {
      return new LatencySummary(
          micros.getTotalCount(), micros.getValueAtPercentile(50), micros.getValueAtPercentile(99));
    }
  }
}
