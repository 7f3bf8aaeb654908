package org.inkstream.streams.scoring;

import java.time.Duration;

/**
 * How events are gathered.
 *
 * @param maxBatch most events scored at once, 1 to 4096
 * @param linger how long an event waits for others, 1 ms or more; up to four times as long while
 *     more keep coming
 * @param clockTolerance how far ahead of the clock an event's timestamp may be
 */
public record ScoringSettings(int maxBatch, Duration linger, Duration clockTolerance) {

  /** What suits one core. */
  public static final ScoringSettings DEFAULT =
      new ScoringSettings(128, Duration.ofMillis(5), Duration.ofHours(1));

  /** Checks the ranges. */
  public ScoringSettings {
    if (maxBatch < 1 || maxBatch > 4096) {
      throw new IllegalArgumentException("batch of " + maxBatch + ", must be 1 to 4096");
    }
    if (linger.toMillis() < 1) {
      throw new IllegalArgumentException("linger of " + linger + ", must be 1 ms or more");
    }
  }
}
