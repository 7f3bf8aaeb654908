package org.inkstream.streams.produce;

import java.time.Instant;
import java.util.Optional;

/** Time as a run sees it. Only {@link #stop} may be called on other threads. */
interface Pace {

  /** Begins a run. */
  void begin();

  /**
   * Returns when so much time has passed since the beginning, at once if it has passed already.
   *
   * @return that moment, which may lie before now; empty if the run is stopped
   */
  Optional<Instant> await(long nanos);

  /** The present moment; empty if the run is stopped. */
  Optional<Instant> now();

  /** Stops the run, also before it has begun. */
  void stop();
}
