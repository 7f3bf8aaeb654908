package org.inkstream.streams.scoring;

/**
 * Timestamps of the events of one partition that were scored last, by whatever version; so that one
 * can tell how many were scored after a promotion's time by a version that was no longer champion.
 * Owned by one thread.
 */
public final class RecentEvents {

  private static final int CAPACITY = 1 << 15;

  private final long[] timestamps = new long[CAPACITY];
  private long count;

  RecentEvents() {}

  void add(long timestamp) {
    timestamps[(int) (count++ & (CAPACITY - 1))] = timestamp;
  }

  /** How many of the last 32,768 events have this timestamp or a later one. */
  public long since(long timestamp) {
    long found = 0;
    for (int i = 0; i < Math.min(count, CAPACITY); i++) {
      found += timestamps[i] >= timestamp ? 1 : 0;
    }
    return found;
  }
}
