package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * All blocks of a task, in its stores. A full block is one write to the changelog and one delete
 * when it is too old. What comes in small pieces (labels, batches of a few events) is gathered in
 * an open block, which is written again with each piece: its store is cached, so that a commit
 * writes it once. For one thread.
 */
final class Blocks {

  /** Entries at which an open block is full, and half of what makes a block of its own. */
  private static final int FULL = 64;

  private static final String OPEN_EVENTS = "open-events";
  private static final String OPEN_LABELS = "open-labels";
  private static final int ENTRY_BITS = 16;
  private static final Comparator<Block> OLDEST_FIRST =
      Comparator.comparingLong(Block::latest).thenComparingLong(Block::number);

  private final KeyValueStore<Long, byte[]> full;
  private final KeyValueStore<String, byte[]> open;
  private final long longestSpan;
  private final Map<Long, Block> byNumber = new HashMap<>();
  private final PriorityQueue<Block> fullEvents = new PriorityQueue<>(OLDEST_FIRST);
  private final PriorityQueue<Block> fullLabels = new PriorityQueue<>(OLDEST_FIRST);
  private Block openEvents;
  private Block openLabels;
  private long last;

  /**
   * The blocks in the stores.
   *
   * @param within how long blocks are held: an open one spans an eighth of that at most, so that
   *     its first entry is not held for much longer
   */
  Blocks(KeyValueStore<Long, byte[]> full, KeyValueStore<String, byte[]> open, Duration within) {
    this.full = full;
    this.open = open;
    this.longestSpan = within.toMillis() / 8;
    try (KeyValueIterator<Long, byte[]> all = full.all()) {
      while (all.hasNext()) {
        KeyValue<Long, byte[]> stored = all.next();
        Block block = know(Block.of(stored.value));
        queue(block).add(block);
      }
    }
    openEvents = restored(OPEN_EVENTS);
    openLabels = restored(OPEN_LABELS);
  }

  /** All of them, in the order they were begun. */
  List<Block> all() {
    List<Block> all = new ArrayList<>(byNumber.values());
    all.sort(Comparator.comparingLong(Block::number));
    return all;
  }

  /** The block that a reference is to. */
  Block block(long reference) {
    return byNumber.get(reference >>> ENTRY_BITS);
  }

  /** The entry that a reference is to, in its block. */
  static int entry(long reference) {
    return (int) reference & Block.MOST_ENTRIES - 1;
  }

  static long reference(Block block, int entry) {
    return block.number() << ENTRY_BITS | entry;
  }

  /** Adds events; returns the reference to the first, which those of the others follow. */
  long addEvents(String version, int classes, ByteBuffer entries) {
    int count = entries.remaining() / Layout.scored(classes);
    if (2 * count >= FULL) {
      Block block = know(Block.ofEvents(++last, version, classes));
      block.addEvents(entries);
      seal(block);
      return reference(block, 0);
    }
    if (openEvents != null
        && (openEvents.classes() != classes
            || !openEvents.version().equals(version)
            || isFull(openEvents, entries.getLong(entries.position() + Layout.TIME)))) {
      seal(openEvents);
      openEvents = null;
    }
    if (openEvents == null) {
      openEvents = know(Block.ofEvents(++last, version, classes));
    }
    long reference = reference(openEvents, openEvents.size());
    openEvents.addEvents(entries);
    open.put(OPEN_EVENTS, openEvents.toBytes());
    return reference;
  }

  /** Adds a label; returns the reference to it. */
  long addLabel(long high, long low, long time, int truth, boolean joined) {
    if (openLabels != null && isFull(openLabels, time)) {
      seal(openLabels);
      openLabels = null;
    }
    if (openLabels == null) {
      openLabels = know(Block.ofLabels(++last));
    }
    long reference = reference(openLabels, openLabels.size());
    openLabels.addLabel(high, low, time, truth, joined);
    open.put(OPEN_LABELS, openLabels.toBytes());
    return reference;
  }

  /**
   * Takes out a block of which nothing is needed any more.
   *
   * @param eventsBefore events of this time and later are needed
   * @param labelsBefore labels of this time and later are needed
   * @return null if there is none
   */
  Block takeExpired(long eventsBefore, long labelsBefore) {
    if (!fullEvents.isEmpty() && fullEvents.peek().latest() < eventsBefore) {
      return take(fullEvents.peek());
    }
    if (!fullLabels.isEmpty() && fullLabels.peek().latest() < labelsBefore) {
      return take(fullLabels.peek());
    }
    if (openEvents != null && openEvents.latest() < eventsBefore) {
      return take(openEvents);
    }
    if (openLabels != null && openLabels.latest() < labelsBefore) {
      return take(openLabels);
    }
    return null;
  }

  /** Takes out the block that is the first to be too old; the open ones last. Not if all empty. */
  Block takeOldest() {
    Block events = fullEvents.peek();
    Block labels = fullLabels.peek();
    if (events != null && labels != null) {
      return take(OLDEST_FIRST.compare(events, labels) < 0 ? events : labels);
    }
    if (events != null || labels != null) {
      return take(events != null ? events : labels);
    }
    return take(openEvents != null ? openEvents : openLabels);
  }

  private Block take(Block block) {
    byNumber.remove(block.number());
    if (block == openEvents) {
      openEvents = null;
      open.delete(OPEN_EVENTS);
    } else if (block == openLabels) {
      openLabels = null;
      open.delete(OPEN_LABELS);
    } else {
      queue(block).poll();
      full.delete(block.number());
    }
    return block;
  }

  /** Whoever seals an open block writes the next one in its place. */
  private void seal(Block block) {
    full.put(block.number(), block.seal());
    queue(block).add(block);
  }

  /** True if nothing of that time should be added: it would hold the others for too long. */
  private boolean isFull(Block block, long time) {
    return block.size() >= FULL
        || Math.max(block.latest(), time) - Math.min(block.earliest(), time) > longestSpan;
  }

  private PriorityQueue<Block> queue(Block block) {
    return block.isOfLabels() ? fullLabels : fullEvents;
  }

  private Block know(Block block) {
    byNumber.put(block.number(), block);
    last = Math.max(last, block.number());
    return block;
  }

  private Block restored(String key) {
    byte[] stored = open.get(key);
    return stored == null ? null : know(Block.of(stored));
  }
}
