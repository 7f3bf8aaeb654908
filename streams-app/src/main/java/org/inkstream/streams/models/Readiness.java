package org.inkstream.streams.models;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;

/**
 * Whether there is a champion that passed the gate here, and what is waited for if there is none.
 * Safe for use by many threads.
 */
final class Readiness {

  private final Champions champions;
  private final ModelPool pool;
  private final Predicate<String> published;
  private final StatusWriter status;
  private final InstantSource clock;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean read;

  /**
   * Not ready.
   *
   * @param published whether a version can be had
   */
  Readiness(
      Champions champions,
      ModelPool pool,
      Predicate<String> published,
      StatusWriter status,
      InstantSource clock) {
    this.champions = champions;
    this.pool = pool;
    this.published = published;
    this.status = status;
    this.clock = clock;
  }

  /** The registry has been read, and the champions know what it says. */
  void registryRead() {
    read = true;
  }

  /** Ready once the champion of this moment is loaded; if it was deleted, others may have to be. */
  void look() {
    Optional<String> champion = champions.at(clock.millis());
    if (champion.isEmpty()) {
      return;
    }
    String version = champion.get();
    if (pool.peek(version, LoadedModel::manifest).isPresent()) {
      ready.countDown();
    } else if (!published.test(version) && champions.missing(version)) {
      status.skipped(version, RefusalReason.UNKNOWN_VERSION, "the champion was deleted");
    }
  }

  /** Waits until it is ready; false if the time is over and it is not. */
  boolean await(Duration timeout) throws InterruptedException {
    return ready.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** True if the registry has been read and names no champion that may score. */
  boolean hasNoChampion() {
    return read && !champions.any();
  }

  /** Why there is no champion yet, for people. */
  String waitingFor() {
    if (!read) {
      return "the registry is being read";
    }
    if (hasNoChampion()) {
      return "no version was ever promoted";
    }
    return champions
        .at(clock.millis())
        .filter(version -> !published.test(version))
        .map(version -> "the champion " + version + " was deleted: publish it again")
        .orElse("no champion is loaded yet");
  }
}
