package org.inkstream.streams.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. Safe for use by many threads; one moves it. */
public final class Hands extends Clock {

  private volatile Instant now;

  /** A clock that shows this time. */
  public Hands(Instant start) {
    this.now = start;
  }

  /** Moves it on. */
  public void pass(long millis) {
    now = now.plusMillis(millis);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
