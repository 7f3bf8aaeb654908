package org.inkstream.streams.labels;

import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.schemas.ScoredImages;

/**
 * What a shadow said of events whose labels have not come. It comes after the event itself, which
 * the {@link Matcher} holds, and is held no longer than that: an entry whose event is not held, or
 * has another time because its id was used twice, is dropped. Each entry meets its label once: if
 * the event has met it already, at once; else with the event.
 *
 * <p>All state is in the store: after a crash, entries whose event has met its label are known to
 * be counted. Without a shadow nothing is held and nothing is looked up. For one thread.
 */
final class ShadowAnswers {

  /** Hears of each event whose label and whose shadow's class are both known, exactly once. */
  @FunctionalInterface
  interface Labelled {
    /**
     * An event.
     *
     * @param block what was said of it
     * @param entry its place there
     * @param time the later of event and label
     * @param truth the class, whatever number the label gives
     */
    void labelled(ShadowBlock block, int entry, long time, int truth);
  }

  private static final int ENTRY_BITS = 20;

  private final KeyValueStore<Long, byte[]> store;
  private final int mostHeld;
  private final Matcher matcher;
  private final Labelled labelled;
  private final TreeMap<Long, ShadowBlock> blocks = new TreeMap<>();
  private HeldIds ids = new HeldIds();

  /**
   * What is in the store.
   *
   * @param mostHeld ids that are held at most; the oldest blocks are forgotten first
   * @param matcher holds the events
   */
  ShadowAnswers(
      KeyValueStore<Long, byte[]> store, int mostHeld, Matcher matcher, Labelled labelled) {
    this.store = store;
    this.mostHeld = mostHeld;
    this.matcher = matcher;
    this.labelled = labelled;
    try (KeyValueIterator<Long, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Long, byte[]> stored = all.next();
        blocks.put(stored.key, ShadowBlock.of(stored.value));
      }
    }
    blocks.forEach((number, block) -> take(number, block, false));
  }

  /** Ids that are held. */
  int held() {
    return ids.size();
  }

  /** Takes up what a shadow said; those that have their label already, meet it. */
  void add(ScoredImages message) {
    long number = blocks.isEmpty() ? 1 : blocks.lastKey() + 1;
    ShadowBlock block = ShadowBlock.of(message);
    if (take(number, block, true)) {
      blocks.put(number, block);
      store.put(number, block.toBytes());
    }
    while (ids.size() > mostHeld) {
      forgetFirst();
    }
  }

  /** An event has met its label. */
  void joined(long high, long low, long time, int truth) {
    if (blocks.isEmpty()) {
      return;
    }
    int slot = ids.find(high, low);
    if (slot >= 0) {
      long reference = ids.event(slot);
      ids.remove(slot);
      labelled.labelled(blocks.get(reference >>> ENTRY_BITS), entry(reference), time, truth);
    }
  }

  /** Forgets blocks of events before a time, as far as they are the first to have come. */
  void expire(long before) {
    while (!blocks.isEmpty() && blocks.firstEntry().getValue().latest() < before) {
      forgetFirst();
    }
  }

  /** True if an entry of the block waits for its label now. */
  private boolean take(long number, ShadowBlock block, boolean fresh) {
    boolean waits = false;
    for (int entry = 0; entry < block.size(); entry++) {
      long high = block.high(entry);
      long low = block.low(entry);
      Optional<Matcher.Held> event = matcher.event(high, low);
      if (event.isEmpty() || event.get().time() != block.time(entry)) {
        continue;
      }
      Optional<Matcher.Met> label = event.get().label();
      if (label.isEmpty() && ids.find(high, low) < 0) {
        ids.add(high, low, number << ENTRY_BITS | entry, HeldIds.NONE);
        waits = true;
      } else if (label.isPresent() && fresh) {
        labelled.labelled(block, entry, label.get().time(), label.get().truth());
      }
    }
    return waits;
  }

  private void forgetFirst() {
    long number = blocks.firstKey();
    ShadowBlock block = blocks.remove(number);
    store.delete(number);
    for (int entry = 0; entry < block.size(); entry++) {
      int slot = ids.find(block.high(entry), block.low(entry));
      if (slot >= 0 && ids.event(slot) == (number << ENTRY_BITS | entry)) {
        ids.remove(slot);
      }
    }
    if (blocks.isEmpty()) {
      // Gives back what the table has grown to.
      ids = new HeldIds();
    }
  }

  private static int entry(long reference) {
    return (int) reference & (1 << ENTRY_BITS) - 1;
  }
}
