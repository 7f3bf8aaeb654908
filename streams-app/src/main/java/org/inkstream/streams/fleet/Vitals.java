package org.inkstream.streams.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an instance is, at one moment.
 *
 * @param champion the version that answers events of this moment
 * @param loaded native memory in bytes of each version that is loaded
 * @param refused versions that were refused, with the reason
 * @param partitions of images whose events it answers, ascending
 */
public record Vitals(
    Optional<String> champion,
    Map<String, Long> loaded,
    Map<String, String> refused,
    List<Integer> partitions) {

  /** Copies. */
  public Vitals {
    loaded = Map.copyOf(loaded);
    refused = Map.copyOf(refused);
    partitions = List.copyOf(partitions);
  }

  /** True if a reader would not care about the difference: the memory of versions in use varies. */
  boolean saysTheSameAs(Vitals other) {
    return other != null
        && champion.equals(other.champion)
        && loaded.keySet().equals(other.loaded.keySet())
        && refused.equals(other.refused)
        && partitions.equals(other.partitions);
  }
}
