package org.inkstream.model.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkstream.schemas.InstanceStatus;

/**
 * The instances that are alive at one moment. Immutable but for the Avro records in it, which
 * nobody may change.
 *
 * @param live what each last said, by instance
 */
public record Fleet(SortedMap<String, InstanceStatus> live) {

  /** Copies. */
  public Fleet {
    live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
  }

  /** The instances that have a version loaded. */
  public SortedSet<String> loaded(String version) {
    SortedSet<String> found = new TreeSet<>();
    live.forEach(
        (instance, status) -> {
          if (status.getLoaded().containsKey(version)) {
            found.add(instance);
          }
        });
    return found;
  }

  /** The instances that refused a version, with the reason. */
  public SortedMap<String, String> refused(String version) {
    SortedMap<String, String> found = new TreeMap<>();
    live.forEach(
        (instance, status) -> {
          String reason = status.getRefused().get(version);
          if (reason != null) {
            found.put(instance, reason);
          }
        });
    return found;
  }

  /** The instances that have neither loaded nor refused a version. */
  public SortedSet<String> waitedFor(String version) {
    SortedSet<String> found = new TreeSet<>(live.keySet());
    found.removeAll(loaded(version));
    found.removeAll(refused(version).keySet());
    return found;
  }

  /** In words: {@code 3/3 loaded}, or {@code 1/3 loaded, a refused (WRONG_DIGEST)}. */
  public String describe(String version) {
    List<String> words = new ArrayList<>();
    words.add(loaded(version).size() + "/" + live.size() + " loaded");
    refused(version)
        .forEach((instance, reason) -> words.add(instance + " refused (" + reason + ")"));
    return String.join(", ", words);
  }
}
