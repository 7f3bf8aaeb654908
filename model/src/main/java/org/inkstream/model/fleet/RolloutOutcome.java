package org.inkstream.model.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.inkstream.schemas.AliasChange;

/** How a promotion ended. */
public sealed interface RolloutOutcome {

  /** The change was written. */
  record Promoted(AliasChange change) implements RolloutOutcome {}

  /** The version is what it was to become already; nothing was written. */
  record Unchanged(String version) implements RolloutOutcome {}

  /** There is no such version; nothing was written. */
  record NotPublished(String version) implements RolloutOutcome {}

  /** The time asked for has passed; nothing was written. */
  record InThePast(Instant at) implements RolloutOutcome {}

  /** Live instances refused the version, for these reasons; it was not promoted. */
  record Refused(String version, SortedMap<String, String> reasons) implements RolloutOutcome {}

  /** These instances have not loaded the version in time; it was not promoted. */
  record NotLoaded(String version, SortedSet<String> instances) implements RolloutOutcome {}

  /** Why nothing was promoted, in words; empty if nothing was in the way. */
  default Optional<String> problem() {
    if (this instanceof NotPublished it) {
      return Optional.of(
          "version '%s' is not published ('./inkstream models' lists those that are)"
              .formatted(it.version()));
    } else if (this instanceof InThePast it) {
      return Optional.of(
          it.at()
              + " has passed: events answered since would have another champion on a replay"
              + " (--force promotes it all the same)");
    } else if (this instanceof Refused it) {
      return Optional.of(
          "%s is not promoted: %s (--force promotes it all the same)"
              .formatted(
                  it.version(),
                  it.reasons().entrySet().stream()
                      .map(e -> e.getKey() + " refused it (" + e.getValue() + ")")
                      .collect(Collectors.joining(", "))));
    } else if (this instanceof NotLoaded it) {
      return Optional.of(
          "%s is not promoted: not loaded in time by %s"
              .formatted(it.version(), String.join(", ", it.instances())));
    }
    return Optional.empty();
  }
}
