package org.inkstream.streams.labels;

/**
 * The ids that are remembered, and where their event and their label are: a hash table with open
 * addressing in four arrays of longs, so that an id takes 32 bytes, and 43 to 85 with the free
 * slots. For one thread.
 *
 * <p>A slot's number is valid until the next {@link #add} or {@link #remove}. References are
 * positive; {@link #NONE} is none.
 */
final class HeldIds {

  static final long NONE = 0;

  private static final int FIRST_CAPACITY = 1024;

  private int mask;
  private long[] highs;
  private long[] lows;
  private long[] events;

  /** Negative if the label has met its event. */
  private long[] labels;

  private int size;
  private int waiting;

  HeldIds() {
    allocate(FIRST_CAPACITY);
  }

  int size() {
    return size;
  }

  /** Ids with an event and no label. */
  int waiting() {
    return waiting;
  }

  /** The slot of an id; negative if there is none. */
  int find(long high, long low) {
    int slot = home(low);
    while (used(slot)) {
      if (highs[slot] == high && lows[slot] == low) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  /** A new id, which must not be here yet and needs one of both references. */
  void add(long high, long low, long event, long label) {
    if (event == NONE && label == NONE) {
      throw new IllegalArgumentException("an id needs an event or a label");
    }
    // A quarter stays free, so that searches end soon.
    if (size + 1 > (mask + 1) / 4 * 3) {
      grow();
    }
    insert(high, low, event, label);
    size++;
    waiting += waits(event, label);
  }

  /** Other references for an id; without any it is removed. */
  void set(int slot, long event, long label) {
    if (event == NONE && label == NONE) {
      remove(slot);
      return;
    }
    waiting += waits(event, label) - waits(events[slot], labels[slot]);
    events[slot] = event;
    labels[slot] = label;
  }

  /** Where the event is. */
  long event(int slot) {
    return events[slot];
  }

  /** Where the label is: {@link #joined} if it has met its event. */
  long label(int slot) {
    return labels[slot];
  }

  /** True if the label has met its event. */
  boolean isJoined(int slot) {
    return labels[slot] < 0;
  }

  /** The reference of a label, marked as one that has met its event. */
  static long joined(long label) {
    return -label;
  }

  /** The reference of a label, marked or not. */
  static long reference(long label) {
    return Math.abs(label);
  }

  /** Closes the gap, so that no search ends before what it looks for. */
  void remove(int slot) {
    size--;
    waiting -= waits(events[slot], labels[slot]);
    int gap = slot;
    int next = gap + 1 & mask;
    while (used(next)) {
      // It may move into the gap unless its home lies behind the gap.
      if ((next - home(lows[next]) & mask) >= (next - gap & mask)) {
        highs[gap] = highs[next];
        lows[gap] = lows[next];
        events[gap] = events[next];
        labels[gap] = labels[next];
        gap = next;
      }
      next = next + 1 & mask;
    }
    events[gap] = NONE;
    labels[gap] = NONE;
  }

  private static int waits(long event, long label) {
    return event != NONE && label == NONE ? 1 : 0;
  }

  private boolean used(int slot) {
    return events[slot] != NONE || labels[slot] != NONE;
  }

  private int home(long low) {
    return (int) low & mask;
  }

  private void insert(long high, long low, long event, long label) {
    int slot = home(low);
    while (used(slot)) {
      slot = slot + 1 & mask;
    }
    highs[slot] = high;
    lows[slot] = low;
    events[slot] = event;
    labels[slot] = label;
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    long[] oldEvents = events;
    long[] oldLabels = labels;
    allocate(2 * oldHighs.length);
    for (int slot = 0; slot < oldHighs.length; slot++) {
      if (oldEvents[slot] != NONE || oldLabels[slot] != NONE) {
        insert(oldHighs[slot], oldLows[slot], oldEvents[slot], oldLabels[slot]);
      }
    }
  }

  private void allocate(int capacity) {
    mask = capacity - 1;
    highs = new long[capacity];
    lows = new long[capacity];
    events = new long[capacity];
    labels = new long[capacity];
  }
}
