package org.inkstream.streams.scoring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The events of a task that wait for their batch, where a crash cannot lose them: Kafka may commit
 * an event's offset while the event waits, and this state is committed with it.
 *
 * <p>Events are put into slots 0, 1, 2 and so on, and the slots are used again for the next batch,
 * so that the store's cache absorbs nearly every write. Nothing is deleted: each slot names its
 * generation, and ending a generation is one small write. Owned by the task's thread.
 */
final class PendingImages {

  static final String STORE = "pending-images";

  private static final int GENERATION = -1;

  private final KeyValueStore<Integer, byte[]> store;
  private long generation;
  private int next;

  PendingImages(KeyValueStore<Integer, byte[]> store) {
    this.store = store;
    byte[] saved = store.get(GENERATION);
    this.generation = saved == null ? 0 : ByteBuffer.wrap(saved).getLong();
  }

  static StoreBuilder<KeyValueStore<Integer, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.Integer(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }

  /** The events that wait, in the order they came. */
  List<PendingImage> waiting() {
    List<PendingImage> waiting = new ArrayList<>();
    for (int slot = 0; ; slot++) {
      byte[] saved = store.get(slot);
      if (saved == null || PendingImage.generation(saved) != generation) {
        return waiting;
      }
      waiting.add(PendingImage.of(saved));
    }
  }

  void add(PendingImage image) {
    store.put(next++, image.toBytes(generation));
  }

  /** None of the events waits any more. */
  void clear() {
    generation++;
    next = 0;
    store.put(GENERATION, ByteBuffer.allocate(Long.BYTES).putLong(generation).array());
  }
}
