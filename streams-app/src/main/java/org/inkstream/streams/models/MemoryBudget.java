package org.inkstream.streams.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The native memory that the versions of a pool may take together, by estimate before each load:
 * what is only kept warm makes way, and what would not fit even then has to wait. Safe for use by
 * many threads.
 */
final class MemoryBudget {

  private final long budget;
  private final Map<String, PooledVersion> versions;

  /** What a version that made way took, or one that did not fit in would have taken. */
  private final Map<String, Long> wanted = new ConcurrentHashMap<>();

  /**
   * A budget.
   *
   * @param budget in bytes
   * @param versions those of the pool, at every moment
   */
  MemoryBudget(long budget, Map<String, PooledVersion> versions) {
    this.budget = budget;
    this.versions = versions;
  }

  /**
   * Makes room for a version that is about to be loaded, by giving back versions that nobody
   * leases, and promises the room.
   *
   * @param bytes an estimate
   * @param warm what is kept warm, by its worth
   * @return how many bytes are missing; 0 if it fits
   */
  synchronized long missing(String version, long bytes, List<String> warm) {
    PooledVersion loading = versions.get(version);
    loading.promise(0);
    long missing = over(bytes, used());
    for (String unused : givenBackFirst(warm)) {
      if (missing == 0) {
        break;
      }
      long freed = versions.get(unused).giveBack();
      if (freed > 0) {
        // Or it would be loaded again at once, and the others would make way for it.
        wanted.put(unused, freed);
      }
      missing = over(bytes, used());
    }
    if (missing == 0) {
      loading.promise(bytes);
      wanted.remove(version);
    } else {
      wanted.put(version, bytes);
    }
    return missing;
  }

  /** True if there was no room for a version when it was last loaded, and there would be now. */
  synchronized boolean fitsNow(String version) {
    long bytes = wanted.getOrDefault(version, 0L);
    if (bytes == 0) {
      return false;
    }
    long unused =
        versions.values().stream()
            .filter(other -> !other.isLeased())
            .mapToLong(PooledVersion::loadedBytes)
            .sum();
    return over(bytes, used() - unused) == 0;
  }

  /** True if a version may be loaded without others making way for it, as far as is known. */
  synchronized boolean hasRoomBeside(String version) {
    return over(wanted.getOrDefault(version, 0L), used()) == 0;
  }

  private long used() {
    return versions.values().stream().mapToLong(PooledVersion::takenBytes).sum();
  }

  private long over(long bytes, long used) {
    // What a manifest claims may be any number.
    return Math.max(0, Math.min(bytes, Long.MAX_VALUE / 2) - (budget - used));
  }

  /** What nobody wants, then what is kept warm, the least worth first. */
  private List<String> givenBackFirst(List<String> warm) {
    List<String> order = new ArrayList<>(versions.keySet());
    order.sort(
        Comparator.comparingInt((String v) -> warm.contains(v) ? warm.size() - warm.indexOf(v) : 0)
            .thenComparing(Comparator.naturalOrder()));
    return order;
  }
}
