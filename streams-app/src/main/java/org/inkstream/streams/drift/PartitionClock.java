package org.inkstream.streams.drift;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far one partition has come in event time, and when to say so for want of events. Pure: the
 * wall clock is handed in. For one thread.
 */
public final class PartitionClock {

  /** How often {@link #tick} is to be called, in wall-clock time. */
  public static final Duration TICK = Duration.ofSeconds(1);

  private final DriftSettings settings;
  private final long ticksToIdle;
  private long watermark;
  private long quietTicks;
  private long announced;

  /** A clock that has seen nothing. */
  public PartitionClock(DriftSettings settings) {
    this.settings = settings;
    this.ticksToIdle = -Math.floorDiv(-settings.idleTimeout().toMillis(), TICK.toMillis());
    this.announced = settings.overBefore(watermark);
  }

  /**
   * An event was dealt with: counted, or found to be a dead letter. (Not before it is counted: a
   * tick between the two could close its window.)
   *
   * @param timestamp event time, milliseconds since the epoch
   * @param now wall-clock time. An event from the future counts in its own window, but moves the
   *     watermark no further than this, or it would make everything until then late
   */
  public void event(long timestamp, long now) {
    watermark = Math.max(watermark, Math.min(timestamp, now));
    quietTicks = 0;
  }

  /** Latest event time so far; 0, the epoch, before the first event. Never falls. */
  public long watermark() {
    return watermark;
  }

  /**
   * Another {@link #TICK} has passed. Quiet ticks are counted rather than time, because a thread
   * that was held up (loading a network, rebalancing) has events waiting that it could not take.
   *
   * @param now wall-clock time, milliseconds since the epoch
   * @return a watermark to announce, if the partition is idle and a window may be over because of
   *     it: at most one for each length of a window
   */
  public OptionalLong tick(long now) {
    quietTicks++;
    if (quietTicks < ticksToIdle) {
      return OptionalLong.empty();
    }
    watermark = Math.max(watermark, now - settings.idleTimeout().toMillis());
    long over = settings.overBefore(watermark);
    if (over <= announced) {
      return OptionalLong.empty();
    }
    announced = over;
    return OptionalLong.of(watermark);
  }
}
