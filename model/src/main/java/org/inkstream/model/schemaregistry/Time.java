package org.inkstream.model.schemaregistry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that passes, for waits that tests do not want to wait for. */
interface Time {

  /** The machine's own. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }
      };

  /** Nanoseconds since some moment. */
  long nanos();

  /** Returns when the time has passed. */
  void sleep(Duration duration) throws InterruptedException;
}
