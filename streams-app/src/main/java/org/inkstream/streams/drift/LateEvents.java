package org.inkstream.streams.drift;

import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.schemas.DriftCounts;

/** Late events of each version, in the store of the windows they came too late for. */
final class LateEvents {

  private static final String LATE = "late|";

  private final KeyValueStore<String, DriftCounts> store;

  LateEvents(KeyValueStore<String, DriftCounts> store) {
    this.store = store;
  }

  void add(DriftCounts counts) {
    String key = LATE + counts.getVersion();
    DriftCounts late = DriftCounter.heartbeat(0, 0);
    late.setVersion(counts.getVersion());
    late.setEvents(events(key) + counts.getEvents());
    store.put(key, late);
  }

  /** A version's late events since this was last asked. */
  long take(String version) {
    String key = LATE + version;
    long late = events(key);
    if (late > 0) {
      store.delete(key);
    }
    return late;
  }

  private long events(String key) {
    DriftCounts late = store.get(key);
    return late == null ? 0 : late.getEvents();
  }
}
