package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;

/**
 * Events and labels of one label partition, and which of them meet: those with one id that are no
 * further apart in time than the bound. The first event and the first label of an id count; what
 * else has the id is ignored, or a duplicate, for as long as the id is remembered.
 *
 * <p>An event is needed until all partitions of labels are past it by more than the bound, a label
 * until all of images are, too. That is asked of each entry; memory is given back a block at a
 * time. All state is in the blocks and the watermarks: an event that has met its label is known by
 * the label, which is written anew as joined, with the later of both times, so that it is not
 * forgotten before its event. For one thread.
 */
final class Matcher {

  /** Hears of each event that meets its label, exactly once. */
  @FunctionalInterface
  interface Joined {
    /**
     * An event and its label.
     *
     * @param events the block of the event
     * @param entry its place there
     * @param time the later of the two
     * @param truth the class, whatever number the label gives
     */
    void joined(Block events, int entry, long time, int truth);
  }

  /**
   * An event that is held.
   *
   * @param label what it has met; empty if it waits
   */
  record Held(long time, Optional<Met> label) {}

  /**
   * The label that an event has met.
   *
   * @param time the later of the two
   */
  record Met(long time, int truth) {}

  private final long within;
  private final int mostHeld;
  private final Blocks blocks;
  private final Watermarks watermarks;
  private final LabelListener listener;
  private final Joined joined;
  private final HeldIds ids = new HeldIds();

  Matcher(
      LabelSettings settings,
      Blocks blocks,
      Watermarks watermarks,
      LabelListener listener,
      Joined joined) {
    this.within = settings.within().toMillis();
    this.mostHeld = settings.mostHeld();
    this.blocks = blocks;
    this.watermarks = watermarks;
    this.listener = listener;
    this.joined = joined;
    blocks.all().forEach(this::remember);
  }

  /** Ids that are held. */
  int held() {
    return ids.size();
  }

  /** Events that wait for their label. */
  int waiting() {
    return ids.waiting();
  }

  /** The event of an id, if a label can still mean it. */
  Optional<Held> event(long high, long low) {
    int slot = ids.find(high, low);
    if (slot < 0 || !hasEvent(slot)) {
      return Optional.empty();
    }
    Optional<Met> label = Optional.empty();
    if (ids.isJoined(slot)) {
      long reference = HeldIds.reference(ids.label(slot));
      Block labels = blocks.block(reference);
      int entry = Blocks.entry(reference);
      label = Optional.of(new Met(labels.time(entry), labels.truth(entry)));
    }
    return Optional.of(new Held(time(ids.event(slot)), label));
  }

  /** Events before this time cannot meet a label any more. */
  long eventsNeededFrom() {
    return watermarks.labels() - within;
  }

  /** Takes up events; those that have their label already, meet it. */
  void events(ScoredImages message) {
    ByteBuffer entries = message.getEntries();
    long reference = blocks.addEvents(message.getVersion(), message.getClasses(), entries);
    Block block = blocks.block(reference);
    int count = entries.remaining() / Layout.scored(message.getClasses());
    for (int i = 0; i < count; i++) {
      event(block, reference + i);
    }
    trim();
  }

  /** Takes up labels; those whose event is here, meet it. */
  void labels(RoutedLabels message) {
    ByteBuffer entries = message.getEntries();
    for (int at = entries.position(); at < entries.limit(); at += Layout.ROUTED) {
      label(
          entries.getLong(at),
          entries.getLong(at + Long.BYTES),
          entries.getLong(at + Layout.TIME),
          entries.getInt(at + Layout.REST));
    }
    trim();
  }

  /** Forgets what no longer can meet, as far as the watermarks say. */
  void expire() {
    long events = watermarks.labels() - within;
    long labels = watermarks.all() - within;
    for (Block old = blocks.takeExpired(events, labels);
        old != null;
        old = blocks.takeExpired(events, labels)) {
      forget(old);
    }
  }

  private void event(Block block, long reference) {
    int entry = Blocks.entry(reference);
    long high = block.high(entry);
    long low = block.low(entry);
    int slot = ids.find(high, low);
    if (slot < 0) {
      ids.add(high, low, reference, HeldIds.NONE);
      return;
    }
    if (hasEvent(slot)) {
      return;
    }
    if (!hasLabel(slot)) {
      dropLabel(slot, LabelOutcome.UNKNOWN);
      ids.set(slot, reference, HeldIds.NONE);
      return;
    }
    if (ids.isJoined(slot)) {
      ids.set(slot, reference, ids.label(slot));
      return;
    }
    Block labels = blocks.block(ids.label(slot));
    int label = Blocks.entry(ids.label(slot));
    if (isNear(block.time(entry), labels.time(label))) {
      join(slot, reference, labels.time(label), labels.truth(label));
    } else {
      dropLabel(slot, LabelOutcome.EXPIRED);
      ids.set(slot, reference, HeldIds.NONE);
    }
  }

  private void label(long high, long low, long time, int truth) {
    int slot = ids.find(high, low);
    if (slot >= 0 && hasLabel(slot)) {
      listener.labels(LabelOutcome.DUPLICATE, 1);
    } else if (slot >= 0 && hasEvent(slot)) {
      if (isNear(time(ids.event(slot)), time)) {
        join(slot, ids.event(slot), time, truth);
      } else {
        listener.labels(LabelOutcome.EXPIRED, 1);
      }
    } else if (time + within < watermarks.images()) {
      // Its event would have come: labels of long ago, as a new deployment meets them.
      listener.labels(LabelOutcome.UNKNOWN, 1);
    } else {
      long reference = blocks.addLabel(high, low, time, truth, false);
      if (slot < 0) {
        ids.add(high, low, HeldIds.NONE, reference);
      } else {
        dropLabel(slot, LabelOutcome.UNKNOWN);
        ids.set(slot, HeldIds.NONE, reference);
      }
    }
  }

  private void join(int slot, long event, long labelled, int truth) {
    Block events = blocks.block(event);
    int entry = Blocks.entry(event);
    long later = Math.max(events.time(entry), labelled);
    long label = blocks.addLabel(events.high(entry), events.low(entry), later, truth, true);
    ids.set(slot, event, HeldIds.joined(label));
    listener.labels(LabelOutcome.JOINED, 1);
    joined.joined(events, entry, later, truth);
  }

  /** Says what becomes of a label that waits, which will be replaced. */
  private void dropLabel(int slot, LabelOutcome outcome) {
    if (ids.label(slot) != HeldIds.NONE && !ids.isJoined(slot)) {
      listener.labels(outcome, 1);
    }
  }

  private boolean isNear(long event, long label) {
    return Math.abs(event - label) <= within;
  }

  /** True if the slot has an event that a label can still mean. */
  private boolean hasEvent(int slot) {
    return ids.event(slot) != HeldIds.NONE && isEventNeeded(time(ids.event(slot)));
  }

  /** True if the slot has a label that an event can still meet, or another label repeat. */
  private boolean hasLabel(int slot) {
    return ids.label(slot) != HeldIds.NONE
        && isLabelNeeded(time(HeldIds.reference(ids.label(slot))));
  }

  private boolean isEventNeeded(long time) {
    return time > watermarks.forgotten() && time + within >= watermarks.labels();
  }

  private boolean isLabelNeeded(long time) {
    return time > watermarks.forgotten() && time + within >= watermarks.all();
  }

  private long time(long reference) {
    return blocks.block(reference).time(Blocks.entry(reference));
  }

  /**
   * Forgets the oldest while there are too many. What is as old, though in another block, is no
   * longer needed either: otherwise an event could be needed whose joined label is forgotten.
   */
  private void trim() {
    int before = ids.size();
    while (ids.size() > mostHeld) {
      Block oldest = blocks.takeOldest();
      watermarks.forget(oldest.latest());
      forget(oldest);
    }
    if (ids.size() < before) {
      listener.forgotten(before - ids.size());
    }
  }

  private void forget(Block block) {
    for (int entry = 0; entry < block.size(); entry++) {
      long reference = Blocks.reference(block, entry);
      int slot = ids.find(block.high(entry), block.low(entry));
      if (slot < 0) {
        continue;
      }
      if (block.isOfLabels() && HeldIds.reference(ids.label(slot)) == reference) {
        dropLabel(slot, LabelOutcome.UNKNOWN);
        ids.set(slot, ids.isJoined(slot) ? HeldIds.NONE : ids.event(slot), HeldIds.NONE);
      } else if (ids.event(slot) == reference) {
        ids.set(slot, HeldIds.NONE, ids.label(slot));
      }
    }
  }

  /** The same state as before a crash, block by block in their order. */
  private void remember(Block block) {
    for (int entry = 0; entry < block.size(); entry++) {
      long reference = Blocks.reference(block, entry);
      int slot = ids.find(block.high(entry), block.low(entry));
      if (block.isOfLabels()) {
        if (isLabelNeeded(block.time(entry))) {
          rememberLabel(slot, block, entry, reference);
        }
      } else if (isEventNeeded(block.time(entry))) {
        rememberEvent(slot, block, entry, reference);
      }
    }
  }

  private void rememberEvent(int slot, Block block, int entry, long event) {
    if (slot < 0) {
      ids.add(block.high(entry), block.low(entry), event, HeldIds.NONE);
    } else if (ids.event(slot) == HeldIds.NONE) {
      ids.set(slot, event, ids.isJoined(slot) ? ids.label(slot) : HeldIds.NONE);
    }
  }

  private void rememberLabel(int slot, Block block, int entry, long reference) {
    long label = block.joined(entry) ? HeldIds.joined(reference) : reference;
    if (slot < 0) {
      ids.add(block.high(entry), block.low(entry), HeldIds.NONE, label);
    } else if (block.joined(entry) || ids.event(slot) == HeldIds.NONE) {
      ids.set(slot, ids.event(slot), label);
    }
  }
}
