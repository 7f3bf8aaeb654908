package org.inkstream.model.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inkstream.schemas.AliasChange;

/**
 * What one alias named at every moment of event time. Immutable and safe for use by many threads.
 *
 * <p>The same changes give the same history in whatever order they were learnt, but for two changes
 * of the same instant, of which the one written later holds.
 */
public final class AliasHistory {

  /** The history without a change. */
  public static final AliasHistory EMPTY = new AliasHistory(List.of());

  private final List<AliasChange> changes;
  private final long[] from;

  private AliasHistory(List<AliasChange> changes) {
    this.changes = changes;
    this.from = changes.stream().mapToLong(c -> c.getEffectiveFrom().toEpochMilli()).toArray();
  }

  /**
   * This history with one more change, written after all the others. A change without a version
   * takes the alias away: it names nothing from then on.
   */
  public AliasHistory with(AliasChange change) {
    List<AliasChange> more = new ArrayList<>(changes);
    more.add(change);
    more.sort(Comparator.comparing(AliasChange::getEffectiveFrom));
    return new AliasHistory(List.copyOf(more));
  }

  /** This history as if some versions had never been named. */
  public AliasHistory without(Set<String> versions) {
    return new AliasHistory(
        changes.stream()
            .filter(
                change -> change.getVersion() == null || !versions.contains(change.getVersion()))
            .toList());
  }

  /**
   * The version named at an event's time: by the latest change not after it, or by the first change
   * of all for an event before it. Empty if there is no change, or it names nothing.
   *
   * @param timestamp milliseconds since the epoch
   */
  public Optional<String> at(long timestamp) {
    return changeAt(timestamp).map(AliasChange::getVersion);
  }

  /**
   * The version named at an event's time by a change not after it: as {@link #at}, but empty before
   * the first change.
   *
   * @param timestamp milliseconds since the epoch
   */
  public Optional<String> since(long timestamp) {
    return changes.isEmpty() || from[0] > timestamp ? Optional.empty() : at(timestamp);
  }

  /** The change that holds at an event's time, as {@link #at}. */
  public Optional<AliasChange> changeAt(long timestamp) {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    int i = changes.size() - 1;
    while (i > 0 && from[i] > timestamp) {
      i--;
    }
    return Optional.of(changes.get(i));
  }

  /** The change that comes into force last of all; empty if there is no change. */
  public Optional<AliasChange> last() {
    return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
  }

  /**
   * The version that held before the last change, which is where a rollback leads. Empty if only
   * one version was ever named.
   */
  public Optional<String> previous() {
    for (int i = changes.size() - 2; i >= 0; i--) {
      String version = changes.get(i).getVersion();
      if (version != null && !version.equals(changes.get(changes.size() - 1).getVersion())) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** The last other version that held before the one that holds at a time; empty if none did. */
  public Optional<String> before(long timestamp) {
    Optional<String> holds = at(timestamp);
    Optional<String> before = Optional.empty();
    for (AliasChange change : changes) {
      if (change.getEffectiveFrom().toEpochMilli() > timestamp) {
        break;
      }
      if (change.getVersion() != null && !holds.equals(Optional.of(change.getVersion()))) {
        before = Optional.of(change.getVersion());
      }
    }
    return before;
  }

  /** All changes, by the time they come into force. */
  public List<AliasChange> changes() {
    return changes;
  }
}
