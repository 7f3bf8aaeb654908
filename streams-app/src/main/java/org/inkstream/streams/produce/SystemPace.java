package org.inkstream.streams.produce;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of this machine. */
final class SystemPace implements Pace {

  private final CountDownLatch stopped = new CountDownLatch(1);
  private long beginning;

  @Override
  public void begin() {
    beginning = System.nanoTime();
  }

  @Override
  public Optional<Instant> await(long nanos) {
    try {
      long early = nanos - (System.nanoTime() - beginning);
      if (early > 0 && stopped.await(early, TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    long late = System.nanoTime() - beginning - nanos;
    // From now on backwards, because the two clocks drift apart over a long run.
    return now().map(now -> now.minusNanos(late));
  }

  @Override
  public Optional<Instant> now() {
    return stopped.getCount() == 0 ? Optional.empty() : Optional.of(Instant.now());
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
