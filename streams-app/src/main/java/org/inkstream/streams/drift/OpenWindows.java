package org.inkstream.streams.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Windows that add up counts of all source partitions until each of those has come past their end
 * and the grace. All that is known is in one store, so that a crash takes back everything or
 * nothing: the counts of open windows, how far each partition has come, and up to where windows are
 * reported. What is asked for with every message is mirrored in fields, read from the store at the
 * start. For one thread.
 *
 * @param <C> the counts, of one window and one name, such as a version
 */
public final class OpenWindows<C> {

  /** How the counts are handled. The store has marks of watermarks as counts, too. */
  public interface Kind<C> {

    /** Tells counts of the same window apart. May hold any character. */
    String name(C counts);

    /**
     * The sum, as it is kept.
     *
     * @param before what the window had; null if it is opened
     */
    C sum(C counts, C before, long windowStart);

    /** Counts of nothing that say how far a partition has come. */
    C mark(int partition, long watermark);

    /** What a mark says. */
    long watermark(C mark);
  }

  // Keys sort as text: windows by start, then name. The name is last, as it may hold '|'.
  private static final String WINDOW = "window|";
  private static final String WINDOW_KEY = WINDOW + "%019d|";
  private static final int START = WINDOW.length();
  private static final int START_END = START + 19;
  private static final String PARTITION = "partition|";
  private static final String PARTITION_KEY = PARTITION + "%010d";
  private static final String REPORTED = "reported";

  /**
   * About as many reports as fit into one transaction with ease. An idle partition's watermark can
   * end a long wait of many windows at once; the others follow with the next message or tick.
   */
  private static final int REPORTS_AT_ONCE = 500;

  private final KeyValueStore<String, C> store;
  private final Kind<C> kind;
  private final DriftSettings settings;
  private long[] watermarks;
  private long reportedBefore;
  private int open;

  /**
   * The windows in a store, in which others may have keys that begin with neither {@code window},
   * {@code partition} nor {@code reported}.
   *
   * @param sourcePartitions partitions that are waited for even before they have sent anything
   */
  public OpenWindows(
      KeyValueStore<String, C> store, Kind<C> kind, DriftSettings settings, int sourcePartitions) {
    this.store = store;
    this.kind = kind;
    this.settings = settings;
    this.watermarks = new long[sourcePartitions];
    try (KeyValueIterator<String, C> all = store.all()) {
      all.forEachRemaining(this::mirror);
    }
  }

  /**
   * A store for them: in memory, because it is small, and logged, so that it moves with the task;
   * cached, so that a window that many messages add to is logged once a commit.
   */
  public static <C> StoreBuilder<KeyValueStore<String, C>> store(String name, Serde<C> counts) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), counts)
        .withLoggingEnabled(Map.of())
        .withCachingEnabled();
  }

  /** Windows that start before this are reported; what comes for them is late. */
  public long reportedBefore() {
    return reportedBefore;
  }

  /** Open windows, counted for each name. */
  public int open() {
    return open;
  }

  /** The time that all partitions have reached; the epoch if one has not been heard of. */
  public long watermark() {
    return Arrays.stream(watermarks).min().orElseThrow();
  }

  /** A partition has come this far, or further before. */
  public void reached(int partition, long watermark) {
    long before = partition < watermarks.length ? watermarks[partition] : 0;
    mirrorWatermark(partition, watermark);
    // Between two ends of windows nothing depends on it, and a put is a message to the changelog.
    if (settings.overBefore(watermarks[partition]) > settings.overBefore(before)) {
      store.put(String.format(PARTITION_KEY, partition), kind.mark(partition, watermark));
    }
  }

  /** Adds to an open window, or opens it. */
  public void add(C counts, long windowStart) {
    String key = windowKey(windowStart) + kind.name(counts);
    C before = store.get(key);
    open += before == null ? 1 : 0;
    store.put(key, kind.sum(counts, before, windowStart));
  }

  /**
   * Takes out windows that are over, or the oldest of many, by start and name; they are reported
   * from now on.
   */
  public List<C> takeOver() {
    long over = settings.overBefore(watermark());
    return over > reportedBefore ? take(over, REPORTS_AT_ONCE) : List.of();
  }

  /** Takes out the windows with the earliest start, over or not; they are reported from now on. */
  public List<C> takeOldest() {
    return take(Long.MAX_VALUE, 1);
  }

  /** Stops at so many, except that the windows of all names with the same start stay together. */
  private List<C> take(long before, int enough) {
    List<KeyValue<String, C>> oldest = new ArrayList<>();
    long last = reportedBefore;
    try (KeyValueIterator<String, C> windows = store.range(windowKey(0), windowKey(before))) {
      while (windows.hasNext()) {
        KeyValue<String, C> next = windows.next();
        long start = Long.parseLong(next.key.substring(START, START_END));
        if (oldest.size() >= enough && start != last) {
          break;
        }
        last = start;
        oldest.add(next);
      }
    }
    oldest.forEach(window -> store.delete(window.key));
    open -= oldest.size();
    reportedBefore = oldest.size() < enough ? before : Math.min(before, settings.windowEnd(last));
    store.put(REPORTED, kind.mark(0, reportedBefore));
    return oldest.stream().map(window -> window.value).toList();
  }

  private void mirror(KeyValue<String, C> entry) {
    if (entry.key.equals(REPORTED)) {
      reportedBefore = kind.watermark(entry.value);
    } else if (entry.key.startsWith(PARTITION)) {
      mirrorWatermark(
          Integer.parseInt(entry.key.substring(PARTITION.length())), kind.watermark(entry.value));
    } else if (entry.key.startsWith(WINDOW)) {
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

  private static String windowKey(long start) {
    return String.format(WINDOW_KEY, start);
  }
}
