package org.inkstream.streams.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Entries by name, which outlive a crash of the task that owns them. For one thread. */
public interface Journal {

  /** Name of the store that journals are in, each under its prefix. */
  String STORE = "journal";

  /** Keeps an entry, in place of one with the same name. */
  void put(String name, byte[] entry);

  /** Forgets an entry; nothing happens if there is none. */
  void delete(String name);

  /** All entries, by name. The journal may be changed meanwhile. */
  void forEach(BiConsumer<String, byte[]> entries);

  /** A journal that keeps nothing. */
  static Journal none() {
    return new Journal() {
      @Override
      public void put(String name, byte[] entry) {}

      @Override
      public void delete(String name) {}

      @Override
      public void forEach(BiConsumer<String, byte[]> entries) {}
    };
  }

  /**
   * The journal in a store.
   *
   * @param prefix what its names begin with there; no other's prefix begins with it
   */
  static Journal in(KeyValueStore<String, byte[]> store, String prefix) {
    return new Journal() {
      @Override
      public void put(String name, byte[] entry) {
        store.put(prefix + name, entry);
      }

      @Override
      public void delete(String name) {
        store.delete(prefix + name);
      }

      @Override
      public void forEach(BiConsumer<String, byte[]> entries) {
        List<KeyValue<String, byte[]>> all = new ArrayList<>();
        // The character after the last that a name can have after the prefix.
        try (KeyValueIterator<String, byte[]> found =
            store.range(prefix, prefix + Character.MAX_VALUE)) {
          found.forEachRemaining(all::add);
        }
        all.forEach(entry -> entries.accept(entry.key.substring(prefix.length()), entry.value));
      }
    };
  }

  /** The store: cached, so that a commit writes what has changed once. */
  static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }
}
