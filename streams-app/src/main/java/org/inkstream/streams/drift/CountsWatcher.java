package org.inkstream.streams.drift;

import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.schemas.DriftCounts;

/** Watches the counts of all partitions as they come, before a window is over. For one thread. */
@FunctionalInterface
public interface CountsWatcher {

  /** Watches nothing. */
  Factory NONE = state -> counts -> {};

  /** Makes a watcher for each time that the task begins. */
  @FunctionalInterface
  interface Factory {
    /**
     * A watcher that goes on from what is in the store.
     *
     * @param state a crash takes back what is put there, with the counts that it was made of; keys
     *     must begin with {@value DriftWindows#WATCHER}
     */
    CountsWatcher of(KeyValueStore<String, byte[]> state);
  }

  /** A message has come; its version is not empty. */
  void counted(DriftCounts counts);
}
