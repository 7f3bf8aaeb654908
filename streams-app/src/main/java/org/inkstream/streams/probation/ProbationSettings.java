package org.inkstream.streams.probation;

import java.time.Duration;

/**
 * When a new champion is rolled back by itself.
 *
 * @param enabled false: never
 * @param length of the probation from the promotion on, in event time; 1 second or more
 * @param slowBatch a batch that takes as long as this to be scored is slow, 1 ms to 16 seconds;
 *     rounded up to a power of two in milliseconds
 */
public record ProbationSettings(boolean enabled, Duration length, Duration slowBatch) {

  // Above the default, whose construction checks with it.
  private static final Duration SLOWEST = Duration.ofSeconds(16);

  /** Never; were it enabled, an hour, and half a second. */
  public static final ProbationSettings OFF =
      new ProbationSettings(false, Duration.ofHours(1), Duration.ofMillis(512));

  /** Checks the ranges. */
  public ProbationSettings {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("probation of " + length + ", must be 1 s or more");
    }
    if (slowBatch.toMillis() < 1 || slowBatch.compareTo(SLOWEST) > 0) {
      throw new IllegalArgumentException(
          "slow batch of " + slowBatch + ", must be 1 ms to " + SLOWEST);
    }
  }

  /** The first of the bins of {@code DriftCounts.batchMillis} that is slow. */
  int slowBin() {
    return Long.SIZE - Long.numberOfLeadingZeros(slowBatch.toMillis() - 1) + 1;
  }
}
