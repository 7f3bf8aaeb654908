package org.inkstream.streams.labels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;

/**
 * What joins have added up and nobody was told yet, by window and version: one message a second is
 * enough, where one a label would be work for the one task that adds up all windows. In the store,
 * so that a crash loses nothing. For one thread.
 */
final class PendingCounts {

  // Keys sort as text: by window, then version. The version is last, as it may hold '|'.
  private static final String PREFIX = "counts|";
  private static final String KEY = PREFIX + "%019d|%s";
  private static final int WINDOW_END = PREFIX.length() + 19;

  /** After the last key with the prefix: '}' comes after '|'. */
  private static final String END = "counts}";

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, LabelCounts> counts = new HashMap<>();

  // What the last event was added to: nearly always the next one's, too.
  private String version = "";
  private long windowStart;
  private String key = "";

  PendingCounts(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> pending = store.range(PREFIX, END)) {
      while (pending.hasNext()) {
        KeyValue<String, byte[]> next = pending.next();
        counts.put(next.key, LabelCounts.of(next.value));
      }
    }
  }

  /** Windows and versions with something to tell. */
  int size() {
    return counts.size();
  }

  /** Counts to be added to; {@link #changed} must follow. */
  LabelCounts of(String version, long windowStart) {
    if (windowStart != this.windowStart || !version.equals(this.version)) {
      this.version = version;
      this.windowStart = windowStart;
      this.key = String.format(KEY, windowStart, version);
    }
    return counts.computeIfAbsent(key, k -> new LabelCounts());
  }

  /** Keeps what was added to the counts that were asked for last. */
  void changed() {
    store.put(key, counts.get(key).toBytes());
  }

  /**
   * Takes out all, as messages by window and version.
   *
   * @param source what the windows know this task as
   */
  List<DriftCounts> take(int source) {
    List<DriftCounts> messages = new ArrayList<>(counts.size());
    for (String pending : counts.keySet().stream().sorted().toList()) {
      messages.add(
          WindowCounts.ofLabels(counts.get(pending))
              .toAvro(
                  pending.substring(WINDOW_END + 1),
                  Instant.ofEpochMilli(
                      Long.parseLong(pending.substring(PREFIX.length(), WINDOW_END))),
                  source,
                  Instant.EPOCH));
      store.delete(pending);
    }
    counts.clear();
    return messages;
  }
}
