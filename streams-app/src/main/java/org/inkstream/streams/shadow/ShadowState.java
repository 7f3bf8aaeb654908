package org.inkstream.streams.shadow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.streams.drift.DriftSettings;

/**
 * What the windows know, all of it in one store, so that a crash takes back everything or nothing:
 * the counts of open windows, how far each partition has come, and up to where windows are
 * reported. What is asked for with every message is mirrored in fields.
 */
final class ShadowState {

  // Keys sort as text: windows by start, then the pair.
  private static final String WINDOW = "window|%019d|";
  private static final String PARTITION = "partition|%010d";
  private static final String REPORTED = "reported";

  private final KeyValueStore<String, ShadowCounts> store;
  private final DriftSettings settings;
  private long[] watermarks;
  private long reportedBefore;
  private int open;

  /**
   * The state in a store.
   *
   * @param sourcePartitions partitions that are waited for even before they have sent anything
   */
  ShadowState(
      KeyValueStore<String, ShadowCounts> store, DriftSettings settings, int sourcePartitions) {
    this.store = store;
    this.settings = settings;
    this.watermarks = new long[sourcePartitions];
    try (KeyValueIterator<String, ShadowCounts> all = store.all()) {
      all.forEachRemaining(this::mirror);
    }
  }

  /** Windows that start before this are reported. */
  long reportedBefore() {
    return reportedBefore;
  }

  void setReportedBefore(long windowStart) {
    reportedBefore = windowStart;
    store.put(REPORTED, mark(0, windowStart));
  }

  /** Open windows, counted for each pair. */
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
      store.put(String.format(PARTITION, partition), mark(partition, watermark));
    }
  }

  /** Adds to an open window, or opens it; the first that is not reported, if its own is. */
  void add(ShadowCounts counts) {
    long start = Math.max(counts.getWindowStart().toEpochMilli(), reportedBefore);
    String key = windowKey(start) + counts.getChampion() + "\n" + counts.getShadow();
    Comparison sum = Comparison.of(counts);
    ShadowCounts before = store.get(key);
    if (before == null) {
      open++;
    } else {
      sum.merge(Comparison.of(before));
    }
    store.put(key, sum.toAvro(counts.getChampion(), counts.getShadow(), start, 0, 0));
  }

  /**
   * Takes out the oldest windows, by start and pair.
   *
   * @param before windows that start here or later stay
   * @param enough stop at this many, except that the windows of all pairs with the same start stay
   *     together
   */
  List<ShadowCounts> takeOldest(long before, int enough) {
    List<KeyValue<String, ShadowCounts>> oldest = new ArrayList<>();
    try (KeyValueIterator<String, ShadowCounts> windows =
        store.range(windowKey(0), windowKey(before))) {
      while (windows.hasNext()) {
        KeyValue<String, ShadowCounts> next = windows.next();
        if (oldest.size() >= enough
            && !next.value
                .getWindowStart()
                .equals(oldest.get(oldest.size() - 1).value.getWindowStart())) {
          break;
        }
        oldest.add(next);
      }
    }
    oldest.forEach(window -> store.delete(window.key));
    open -= oldest.size();
    return oldest.stream().map(window -> window.value).toList();
  }

  private void mirror(KeyValue<String, ShadowCounts> entry) {
    if (entry.key.equals(REPORTED)) {
      reportedBefore = entry.value.getWatermark().toEpochMilli();
    } else if (entry.value.getChampion().isEmpty()) {
      mirrorWatermark(entry.value.getSourcePartition(), entry.value.getWatermark().toEpochMilli());
    } else {
      open++;
    }
  }

  private void mirrorWatermark(int partition, long watermark) {
    if (partition >= watermarks.length) {
      // The topic got more partitions; this instance learns of them from the others.
      watermarks = Arrays.copyOf(watermarks, partition + 1);
    }
    watermarks[partition] = Math.max(watermarks[partition], watermark);
  }

  private static ShadowCounts mark(int partition, long watermark) {
    return new Comparison().toAvro("", "", 0, partition, watermark);
  }

  private static String windowKey(long start) {
    return String.format(WINDOW, start);
  }
}
