package org.inkstream.bench.stream;

import org.apache.kafka.streams.Topology;

/** What a child runs, and what it counts. */
interface App extends AutoCloseable {

  /** The application. */
  Topology topology();

  /** Batches scored since the start; 0 if it does not count them. */
  default long batches() {
    return 0;
  }

  /** Images in these batches. */
  default long images() {
    return 0;
  }

  /** Events that a shadow scored, too; 0 if there is none. */
  default long compared() {
    return 0;
  }

  /** Events that a shadow had no room for. */
  default long shed() {
    return 0;
  }

  @Override
  default void close() {}

  /** An application that counts nothing. */
  static App of(Topology topology) {
    return () -> topology;
  }
}
