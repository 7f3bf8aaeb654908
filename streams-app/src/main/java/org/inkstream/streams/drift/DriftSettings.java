package org.inkstream.streams.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How drift is windowed. All instances of a deployment need the same values. They may change
 * between restarts; windows that were open then are reported with the new length.
 *
 * @param window length of the windows, which follow each other from the epoch on, in event time; 1
 *     second to 1 day, in whole milliseconds
 * @param grace how long after its end, in event time, a window waits for events that come out of
 *     order within their partition; 0 to 1 day
 * @param idleTimeout how long a partition may be quiet, in wall-clock time, before the others no
 *     longer wait for it; 1 second to 1 day. What such a partition still brings from before may be
 *     late
 * @param sample share of the events whose statistics are taken, 0 to 1; which, their ids decide.
 *     All are counted, and all have their class counted
 */
public record DriftSettings(Duration window, Duration grace, Duration idleTimeout, double sample) {

  // Above the default, whose construction checks with them.
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** Windows of half a minute, 5 seconds of grace, idle after 10 seconds, all events. */
  public static final DriftSettings DEFAULT =
      new DriftSettings(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10), 1);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException naming every value out of range
   */
  public DriftSettings {
    List<String> problems = new ArrayList<>();
    check("window", window, SECOND, problems);
    check("grace", grace, Duration.ZERO, problems);
    check("idle timeout", idleTimeout, SECOND, problems);
    if (!(sample >= 0 && sample <= 1)) {
      problems.add("drift sample " + sample + " is not 0 to 1");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The same with windows of another length. */
  public DriftSettings withWindow(Duration length) {
    return new DriftSettings(length, grace, idleTimeout, sample);
  }

  /** The same with another time until a quiet partition is idle. */
  public DriftSettings withIdleTimeout(Duration quiet) {
    return new DriftSettings(window, grace, quiet, sample);
  }

  /** The same with another share of the events. */
  public DriftSettings withSample(double share) {
    return new DriftSettings(window, grace, idleTimeout, share);
  }

  /**
   * Start of the window that an event belongs to.
   *
   * @param timestamp event time, milliseconds since the epoch, not negative
   */
  public long windowStart(long timestamp) {
    if (timestamp < 0) {
      throw new IllegalArgumentException("event time " + timestamp + " is before 1970");
    }
    return timestamp - timestamp % window.toMillis();
  }

  /** End of the window with that start, exclusive. */
  public long windowEnd(long windowStart) {
    return windowStart + window.toMillis();
  }

  /**
   * Windows that start before this are over once events have reached the watermark; it is a window
   * start itself, or negative when none can be over.
   */
  public long overBefore(long watermark) {
    return Math.floorDiv(watermark - grace.toMillis(), window.toMillis()) * window.toMillis();
  }

  private static void check(String name, Duration value, Duration least, List<String> problems) {
    if (value.compareTo(least) < 0
        || value.compareTo(DAY) > 0
        || value.getNano() % 1_000_000 != 0) {
      problems.add(
          "drift " + name + " " + value + " is not " + least + " to " + DAY + " in milliseconds");
    }
  }
}
