package org.inkstream.streams.models;

import java.util.Set;
import java.util.TreeSet;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.registry.AliasHistory;

/**
 * Which version answers an event, by the event's time. A version that the gate refused never was
 * champion; one for which there is no memory is not, until there is. Safe for use by many threads.
 */
public final class Champions {

  private final Set<String> refused = new TreeSet<>();
  private final Set<String> postponed = new TreeSet<>();
  private AliasHistory all = AliasHistory.EMPTY;
  private volatile AliasHistory accepted = AliasHistory.EMPTY;

  /** Replaces the history with one that has more changes. */
  public synchronized void update(AliasHistory history) {
    // Told at every look at the registry, which seldom has something new.
    if (history != all) {
      all = history;
      filter();
    }
  }

  /** Takes a version out of the history, for good. */
  public synchronized void refuse(String version) {
    refused.add(version);
    filter();
  }

  /** Takes a version out of the history until {@link #admit}: it does not fit in now. */
  public synchronized void postpone(String version) {
    postponed.add(version);
    filter();
  }

  /** Puts a postponed version back into the history. */
  public synchronized void admit(String version) {
    if (postponed.remove(version)) {
      filter();
    }
  }

  /** The versions that are postponed now. */
  public synchronized Set<String> postponed() {
    return Set.copyOf(postponed);
  }

  /** The history without refused and postponed versions. */
  public AliasHistory history() {
    return accepted;
  }

  /** True once some version may answer. */
  public boolean any() {
    return !accepted.changes().isEmpty();
  }

  /**
   * A lease on the version that answers an event; the next best if the gate refuses it, or there is
   * no memory for it now.
   *
   * @param timestamp the event's time, milliseconds since the epoch
   * @param pool where versions are loaded
   * @param maxBatch largest batch to be scored
   * @throws IllegalStateException if no version may answer
   * @throws InterruptedException if interrupted while a version is loaded
   */
  public ModelPool.Lease lease(long timestamp, ModelPool pool, int maxBatch)
      throws InterruptedException {
    while (true) {
      String version =
          accepted
              .at(timestamp)
              .orElseThrow(
                  () -> new IllegalStateException("every version ever promoted was refused"));
      try {
        return pool.lease(version, maxBatch);
      } catch (RefusedException e) {
        remove(version, e);
      }
    }
  }

  /** Takes a version out of the history: for good, or for as long as it does not fit in. */
  void remove(String version, RefusedException refusal) {
    if (refusal.reason().isForGood()) {
      refuse(version);
    } else {
      postpone(version);
    }
  }

  private void filter() {
    Set<String> out = new TreeSet<>(refused);
    out.addAll(postponed);
    accepted = all.without(out);
  }
}
