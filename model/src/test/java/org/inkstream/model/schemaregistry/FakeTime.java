package org.inkstream.model.schemaregistry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when somebody sleeps. */
final class FakeTime implements Time {

  // Near the end of the range, so that differences count and not values.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final long start = nanos.get();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  Duration passed() {
    return Duration.ofNanos(nanos.get() - start);
  }
}
