package org.inkstream.streams.drift;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.schemas.DriftAck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detectors of each version, in a store, so that a crash takes back everything or nothing; and
 * the acknowledgements that wait for their window. All is decided by event time.
 */
final class Monitors {

  private static final Logger LOG = LoggerFactory.getLogger(Monitors.class);

  private static final String MONITOR = "monitor|";
  private static final String REIGNING = "reigning";

  // Sorted by time. The version is last, as it may hold '|'; a statistic does not.
  private static final String ACKS = "ack|%019d|";
  private static final String ACK = ACKS + "%s|%s";

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, DriftMonitor> known = new HashMap<>();

  Monitors(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /**
   * The windows with one start are about to be reported: a version that had no events in those
   * before, but others had, is champion anew, and its detectors begin anew.
   *
   * @param versions that have events in these
   */
  void reign(Set<String> versions) {
    if (versions.isEmpty()) {
      return;
    }
    byte[] saved = store.get(REIGNING);
    Set<String> before =
        saved == null ? Set.of() : Set.of(new String(saved, StandardCharsets.UTF_8).split("\n"));
    for (String version : versions) {
      if (!before.contains(version)) {
        known.remove(version);
        store.delete(MONITOR + version);
      }
    }
    if (!versions.equals(before)) {
      String lines = String.join("\n", new TreeSet<>(versions));
      store.put(REIGNING, lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The detectors of a version, with this profile. */
  DriftMonitor of(String version, ReferenceProfile profile) {
    return known.computeIfAbsent(
        version,
        key -> {
          byte[] state = store.get(MONITOR + version);
          return state == null ? new DriftMonitor(profile) : read(version, profile, state);
        });
  }

  /** Keeps what the detectors of a version know. */
  void save(String version, DriftMonitor monitor) {
    store.put(MONITOR + version, monitor.toBytes());
  }

  /**
   * An acknowledgement has come; it holds from the first window that ends after its time.
   *
   * @param timestamp of the record, milliseconds since the epoch
   */
  void acknowledged(DriftAck ack, long timestamp) {
    String statistic = ack.getStatistic().replace('|', '_');
    store.put(String.format(ACK, timestamp, statistic, ack.getVersion()), new byte[0]);
  }

  /**
   * Applies what was acknowledged of a version before the end of a window. What was acknowledged by
   * then of a version that has no detectors is forgotten: they begin anew in any case.
   */
  void acknowledge(String version, DriftMonitor monitor, long windowEnd) {
    List<String> done = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> acks =
        store.range(String.format(ACKS, 0), String.format(ACKS, windowEnd))) {
      while (acks.hasNext()) {
        KeyValue<String, byte[]> next = acks.next();
        String[] parts = next.key.split("\\|", 4);
        if (parts[3].equals(version)) {
          monitor.acknowledge(parts[2]);
          done.add(next.key);
        } else if (store.get(MONITOR + parts[3]) == null) {
          done.add(next.key);
        }
      }
    }
    done.forEach(store::delete);
  }

  private static DriftMonitor read(String version, ReferenceProfile profile, byte[] state) {
    try {
      return DriftMonitor.of(profile, state);
    } catch (IllegalArgumentException e) {
      LOG.warn("event=drift-state-unreadable version={} error={}", version, e.getMessage());
      return new DriftMonitor(profile);
    }
  }
}
