package org.inkstream.streams.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;

/**
 * What the windows know, all of it in one store, so that a crash takes back everything or nothing:
 * the counts of open windows, late events by version, how far each partition has come, and up to
 * where windows are reported. What is asked for with every message is mirrored in fields, read from
 * the store at the start.
 */
final class WindowState {

  // Keys sort as text: windows by start, then version. The version is last, as it may hold '|'.
  private static final String WINDOW = "window|%019d|";
  private static final String PARTITION = "partition|%010d";
  private static final String LATE = "late|";
  private static final String REPORTED = "reported";

  private final KeyValueStore<String, DriftCounts> store;
  private final DriftSettings settings;
  private long[] watermarks;
  private long reportedBefore;
  private int open;

  /**
   * The state in a store.
   *
   * @param sourcePartitions partitions that are waited for even before they have sent anything
   */
  WindowState(
      KeyValueStore<String, DriftCounts> store, DriftSettings settings, int sourcePartitions) {
    this.store = store;
    this.settings = settings;
    this.watermarks = new long[sourcePartitions];
    try (KeyValueIterator<String, DriftCounts> all = store.all()) {
      all.forEachRemaining(this::mirror);
    }
  }

  /** Windows that start before this are reported; events for them are late. */
  long reportedBefore() {
    return reportedBefore;
  }

  void setReportedBefore(long windowStart) {
    reportedBefore = windowStart;
    store.put(REPORTED, DriftCounter.heartbeat(0, windowStart));
  }

  /** Open windows, counted for each version. */
  int open() {
    return open;
  }

  /** The time that all partitions have reached; the epoch if one has not been heard of. */
  long watermark() {
    return Arrays.stream(watermarks).min().orElseThrow();
  }

  /** A partition has come this far, or further before. */
  void reached(int partition, long watermark) {
    long before = partition < watermarks.length ? watermarks[partition] : 0;
    mirrorWatermark(partition, watermark);
    // Between two ends of windows nothing depends on it, and a put is a message to the changelog.
    if (settings.overBefore(watermarks[partition]) > settings.overBefore(before)) {
      store.put(String.format(PARTITION, partition), DriftCounter.heartbeat(partition, watermark));
    }
  }

  /** Adds to an open window, or opens it. */
  void add(DriftCounts counts) {
    String key = windowKey(counts.getWindowStart().toEpochMilli()) + counts.getVersion();
    WindowCounts sum = WindowCounts.of(counts);
    DriftCounts before = store.get(key);
    if (before == null) {
      open++;
    } else {
      sum.merge(WindowCounts.of(before));
    }
    store.put(key, sum.toAvro(counts.getVersion(), counts.getWindowStart(), 0, Instant.EPOCH));
  }

  /** Adds to a version's late events. */
  void addLate(DriftCounts counts) {
    String key = LATE + counts.getVersion();
    DriftCounts late = DriftCounter.heartbeat(0, 0);
    late.setVersion(counts.getVersion());
    late.setEvents(lateEvents(key) + counts.getEvents());
    store.put(key, late);
  }

  /** A version's late events since this was last asked. */
  long takeLate(String version) {
    String key = LATE + version;
    long late = lateEvents(key);
    if (late > 0) {
      store.delete(key);
    }
    return late;
  }

  /**
   * Takes out the oldest windows, by start and version.
   *
   * @param before windows that start here or later stay
   * @param enough stop at this many, except that the windows of all versions with the same start
   *     stay together
   */
  List<DriftCounts> takeOldest(long before, int enough) {
    List<KeyValue<String, DriftCounts>> oldest = new ArrayList<>();
    try (KeyValueIterator<String, DriftCounts> windows =
        store.range(windowKey(0), windowKey(before))) {
      while (windows.hasNext()) {
        KeyValue<String, DriftCounts> next = windows.next();
        if (oldest.size() >= enough && !sameStart(next, oldest.get(oldest.size() - 1))) {
          break;
        }
        oldest.add(next);
      }
    }
    oldest.forEach(window -> store.delete(window.key));
    open -= oldest.size();
    return oldest.stream().map(window -> window.value).toList();
  }

  private long lateEvents(String key) {
    DriftCounts late = store.get(key);
    return late == null ? 0 : late.getEvents();
  }

  private void mirror(KeyValue<String, DriftCounts> entry) {
    if (entry.key.equals(REPORTED)) {
      reportedBefore = entry.value.getWatermark().toEpochMilli();
    } else if (!entry.value.getVersion().isEmpty()) {
      open += entry.key.startsWith(LATE) ? 0 : 1;
    } else {
      mirrorWatermark(entry.value.getSourcePartition(), entry.value.getWatermark().toEpochMilli());
    }
  }

  private void mirrorWatermark(int partition, long watermark) {
    if (partition >= watermarks.length) {
      // The topic got more partitions; this instance learns of them from the others.
      watermarks = Arrays.copyOf(watermarks, partition + 1);
    }
    watermarks[partition] = Math.max(watermarks[partition], watermark);
  }

  private static boolean sameStart(
      KeyValue<String, DriftCounts> one, KeyValue<String, DriftCounts> other) {
    return one.value.getWindowStart().equals(other.value.getWindowStart());
  }

  private static String windowKey(long start) {
    return String.format(WINDOW, start);
  }
}
