package org.inkstream.streams.models;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.AliasChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version answers an event, by the event's time. A version that the gate refused never was
 * champion; one for which there is no memory is not, until there is; one that was deleted was, and
 * what then answers is a setting. Safe for use by many threads.
 */
public final class Champions {

  private static final Logger LOG = LoggerFactory.getLogger(Champions.class);

  private final MissingVersion whenMissing;
  private final InstantSource clock;
  private final Set<String> refused = new TreeSet<>();
  private final Set<String> postponed = new TreeSet<>();
  private AliasHistory all = AliasHistory.EMPTY;
  private volatile AliasHistory accepted = AliasHistory.EMPTY;
  private volatile Set<String> missing = Set.of();

  /** Nobody is champion yet; an event whose champion was deleted is an error. */
  public Champions() {
    this(MissingVersion.STOP, InstantSource.system());
  }

  /**
   * Nobody is champion yet.
   *
   * @param whenMissing what becomes of an event whose champion was deleted
   * @param clock tells who is the champion of the present
   */
  public Champions(MissingVersion whenMissing, InstantSource clock) {
    this.whenMissing = whenMissing;
    this.clock = clock;
  }

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
   * The version that answers an event, as far as is known now.
   *
   * @param timestamp the event's time, milliseconds since the epoch
   */
  public Optional<String> at(long timestamp) {
    return at(changeAt(timestamp));
  }

  /**
   * The version that answers an event, as far as is known now.
   *
   * @param change what {@link #changeAt} gives for the event's time
   */
  public Optional<String> at(Optional<AliasChange> change) {
    Optional<String> version = change.map(AliasChange::getVersion);
    return whenMissing == MissingVersion.CHAMPION && version.filter(missing::contains).isPresent()
        ? accepted.without(missing).at(clock.millis())
        : version;
  }

  /**
   * What made the champion of an event's time the champion, as far as is known now; its version may
   * be deleted.
   *
   * @param timestamp the event's time, milliseconds since the epoch
   */
  public Optional<AliasChange> changeAt(long timestamp) {
    return accepted.changeAt(timestamp);
  }

  /**
   * A lease on the version that answers an event; the next best if the gate refuses it, or there is
   * no memory for it now.
   *
   * @param timestamp the event's time, milliseconds since the epoch
   * @param pool where versions are loaded
   * @param maxBatch largest batch to be scored
   * @throws IllegalStateException if no version may answer
   * @throws MissingVersionException if the version was deleted, and no other is to answer
   * @throws InterruptedException if interrupted while a version is loaded
   */
  public ModelPool.Lease lease(long timestamp, ModelPool pool, int maxBatch)
      throws InterruptedException {
    while (true) {
      String version =
          at(timestamp)
              .orElseThrow(
                  () -> new IllegalStateException("every version ever promoted was refused"));
      try {
        return pool.lease(version, maxBatch);
      } catch (RefusedException e) {
        if (e.reason() != RefusalReason.UNKNOWN_VERSION) {
          remove(version, e);
        } else if (whenMissing == MissingVersion.STOP) {
          throw new MissingVersionException(version, timestamp);
        } else {
          missing(version);
        }
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

  /**
   * A version that was champion is not published any more.
   *
   * @return false if that was known
   */
  synchronized boolean missing(String version) {
    if (missing.contains(version)) {
      return false;
    }
    Set<String> more = new TreeSet<>(missing);
    more.add(version);
    missing = Set.copyOf(more);
    LOG.warn("event=missing-version version={} then={}", version, whenMissing);
    return true;
  }

  /** A version was published, perhaps again. */
  synchronized void published(String version) {
    Set<String> fewer = new TreeSet<>(missing);
    if (fewer.remove(version)) {
      missing = Set.copyOf(fewer);
    }
  }

  private void filter() {
    Set<String> out = new TreeSet<>(refused);
    out.addAll(postponed);
    accepted = all.without(out);
  }
}
