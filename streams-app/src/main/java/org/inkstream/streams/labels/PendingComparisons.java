package org.inkstream.streams.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/**
 * What labels said of shadows and nobody was told yet, by window and pair, as {@link PendingCounts}
 * has what they said of events. In the store, so that a crash loses nothing. For one thread.
 */
final class PendingComparisons {

  /** No window waits for labels, so that their messages need no source. */
  private static final int NO_SOURCE = -1;

  private static final String PREFIX = "shadow|";

  /** After the last key with the prefix: '}' comes after '|'. */
  private static final String END = "shadow}";

  private final KeyValueStore<String, byte[]> store;
  private final Wire<ShadowCounts> wire = Wire.of(ShadowCounts.class);
  private final Map<String, ShadowCounts> counts = new TreeMap<>();

  PendingComparisons(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> pending = store.range(PREFIX, END)) {
      while (pending.hasNext()) {
        KeyValue<String, byte[]> next = pending.next();
        counts.put(next.key, decode(next.value));
      }
    }
  }

  /** Adds an event whose label came. */
  void add(
      long windowStart,
      String champion,
      String shadow,
      boolean championRight,
      boolean shadowRight) {
    String key = PREFIX + "%019d|".formatted(windowStart) + champion + "\n" + shadow;
    Comparison sum = counts.containsKey(key) ? Comparison.of(counts.get(key)) : new Comparison();
    sum.addLabelled(championRight, shadowRight);
    ShadowCounts added = sum.toAvro(champion, shadow, windowStart, NO_SOURCE, 0);
    counts.put(key, added);
    store.put(key, wire.encode(added));
  }

  /** Takes out all, by window and pair. */
  List<ShadowCounts> take() {
    List<ShadowCounts> messages = new ArrayList<>(counts.values());
    counts.keySet().forEach(store::delete);
    counts.clear();
    return messages;
  }

  private ShadowCounts decode(byte[] stored) {
    try {
      return wire.decode(stored);
    } catch (UndecodableException e) {
      throw new IllegalStateException("state that this class has not written", e);
    }
  }
}
