package org.inkstream.bench.swap;

import java.util.Arrays;

/** How long events waited from their time until they were scored, to the millisecond. */
final class Waits {

  private long[] counts = new long[1024];
  private long count;
  private long millis;

  /** One event. */
  void add(long wait) {
    // The brokers' clock and the instances' are one here, but read at different moments.
    int at = (int) Math.max(0, wait);
    if (at >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(at + 1, 2 * counts.length));
    }
    counts[at]++;
    count++;
  }

  /** The time in which events were added was longer by this. */
  void lasted(long more) {
    millis += more;
  }

  /** Events. */
  long count() {
    return count;
  }

  /** Length of the time, in seconds. */
  double seconds() {
    return millis / 1e3;
  }

  /** Events a second. */
  double perSecond() {
    return count / seconds();
  }

  /**
   * The wait that a share of the events did not exceed.
   *
   * @param share from 0, exclusive, to 1
   */
  long quantile(double share) {
    long wanted = (long) Math.ceil(share * count);
    long below = 0;
    for (int wait = 0; wait < counts.length; wait++) {
      below += counts[wait];
      if (below >= wanted) {
        return wait;
      }
    }
    throw new IllegalStateException("nothing waited");
  }
}
