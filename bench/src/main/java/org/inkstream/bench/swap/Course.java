package org.inkstream.bench.swap;

import java.util.Arrays;

/** What became of the events of one partition, by offset. For one thread. */
final class Course {

  private static final int FIRST = 1 << 16;

  private long[] times = new long[FIRST];
  private long[] scoredAt = new long[FIRST];
  private boolean[] seen = new boolean[FIRST];
  private int size;

  /** The next event. */
  void add(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      scoredAt = Arrays.copyOf(scoredAt, 2 * size);
      seen = Arrays.copyOf(seen, 2 * size);
    }
    times[size++] = time;
  }

  /** Events so far. */
  int size() {
    return size;
  }

  /** Takes note of what became of an event; false if that is known already, or there is none. */
  boolean see(long offset) {
    if (offset < 0 || offset >= size || seen[(int) offset]) {
      return false;
    }
    seen[(int) offset] = true;
    return true;
  }

  /** An event was scored, in milliseconds since the epoch. */
  void scored(long offset, long at) {
    scoredAt[(int) offset] = at;
  }

  /** The event's time, in milliseconds since the epoch. */
  long time(long offset) {
    return times[(int) offset];
  }

  /** When the event was scored; 0 if it was not. */
  long scoredAt(long offset) {
    return scoredAt[(int) offset];
  }

  /** Events of which nothing became. */
  long unseen() {
    long unseen = 0;
    for (int i = 0; i < size; i++) {
      unseen += seen[i] ? 0 : 1;
    }
    return unseen;
  }

  /** When the first event of a time or later was scored; 0 if none was. */
  long firstScored(long time) {
    for (int i = 0; i < size; i++) {
      if (times[i] >= time && scoredAt[i] > 0) {
        return scoredAt[i];
      }
    }
    return 0;
  }
}
