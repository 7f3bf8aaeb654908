package org.inkstream.streams.drift;

import java.time.Duration;

/**
 * How far one partition has come in event time, or is assumed to have come for want of events.
 * Pure: the wall clock is handed in. For one thread.
 */
public final class PartitionClock {

  /** How often {@link #tick} is to be called, in wall-clock time. */
  public static final Duration TICK = Duration.ofSeconds(1);

  private final long idleMillis;
  private final long ticksToIdle;
  private long watermark;
  private long quietTicks;

  /** A clock that has seen nothing. */
  public PartitionClock(DriftSettings settings) {
    this.idleMillis = settings.idleTimeout().toMillis();
    this.ticksToIdle = -Math.floorDiv(-idleMillis, TICK.toMillis());
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

  /** The time that has been reached; 0, the epoch, before the first event. Never falls. */
  public long watermark() {
    return watermark;
  }

  /**
   * Another {@link #TICK} has passed without an event that waits to be dealt with. Quiet ticks are
   * counted rather than time, because a thread that was held up (loading a network, rebalancing)
   * has events waiting that it could not take.
   *
   * @param now wall-clock time, milliseconds since the epoch
   */
  public void tick(long now) {
    quietTicks++;
    if (quietTicks >= ticksToIdle) {
      watermark = Math.max(watermark, now - idleMillis);
    }
  }
}
