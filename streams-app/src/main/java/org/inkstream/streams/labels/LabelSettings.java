package org.inkstream.streams.labels;

import java.time.Duration;

/**
 * How long, and how many, events wait for their labels. All instances of a deployment need the same
 * values; they may change between restarts, but turning the join on or off changes the topology.
 *
 * @param within how far apart, in event time, an event and its label may be, whichever is first; 0
 *     turns the join off, at most 7 days, in whole milliseconds
 * @param mostHeld ids that one label partition remembers at most, 1 or more; the oldest are
 *     forgotten first
 */
public record LabelSettings(Duration within, int mostHeld) {

  /** Ten minutes, 250,000 ids. */
  public static final LabelSettings DEFAULT = new LabelSettings(Duration.ofMinutes(10), 250_000);

  /** No labels are read. */
  public static final LabelSettings OFF = DEFAULT.withWithin(Duration.ZERO);

  private static final long MOST_DAYS = 7;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public LabelSettings {
    if (within.isNegative()
        || within.toMillis() > Duration.ofDays(MOST_DAYS).toMillis()
        || within.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "labels within " + within + ", must be 0 to " + MOST_DAYS + " days in milliseconds");
    }
    if (mostHeld < 1) {
      throw new IllegalArgumentException("most held ids " + mostHeld + ", must be 1 or more");
    }
  }

  /** The same with another bound. */
  public LabelSettings withWithin(Duration other) {
    return new LabelSettings(other, mostHeld);
  }

  /** False if no labels are read. */
  public boolean enabled() {
    return !within.isZero();
  }
}
