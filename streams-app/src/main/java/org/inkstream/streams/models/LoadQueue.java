package org.inkstream.streams.models;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.streams.models.Preparation.Purpose;

/**
 * The order in which versions are made ready: those that are named, as they are named; what is kept
 * warm, by its worth and as far as there is room; what did not fit in, once it does. For one
 * thread, which does not wait for any load.
 */
final class LoadQueue {

  private final Executor loading;
  private final Preparation preparation;
  private final ModelPool pool;
  private final Champions champions;
  private final Runnable afterwards;
  private final Set<String> warming = ConcurrentHashMap.newKeySet();
  private final Set<String> retried = ConcurrentHashMap.newKeySet();

  /**
   * An empty queue.
   *
   * @param loading does one thing after the other
   * @param afterwards done there after a load that nobody has asked for by name
   */
  LoadQueue(
      Executor loading,
      Preparation preparation,
      ModelPool pool,
      Champions champions,
      Runnable afterwards) {
    this.loading = loading;
    this.preparation = preparation;
    this.pool = pool;
    this.champions = champions;
    this.afterwards = afterwards;
  }

  /** A version was named: events of its time may come. */
  void add(String version) {
    loading.execute(() -> preparation.prepare(version, Purpose.USE));
  }

  /**
   * Gives back what nobody wants, and loads what is wanted and not loaded.
   *
   * @param wanted by worth, as {@link WarmVersions} has it
   * @param published the versions that can be had
   */
  void keepWarm(Set<String> wanted, Set<String> published) {
    // Each time, because a version may have been loaded since that nobody wants any more.
    pool.keepWarm(wanted);
    Map<String, RefusalReason> refused = pool.refusals();
    for (String version : wanted) {
      if (published.contains(version)
          && !refused.containsKey(version)
          && pool.peek(version, LoadedModel::manifest).isEmpty()
          && pool.hasRoomBeside(version)) {
        addOnce(version, Purpose.WARMTH, warming);
      }
    }
  }

  /** Tries versions again for which there was no memory, once there is. */
  void retry() {
    for (String version : champions.postponed()) {
      if (pool.fitsNow(version)) {
        addOnce(version, Purpose.USE, retried);
      }
    }
  }

  private void addOnce(String version, Purpose purpose, Set<String> waiting) {
    if (waiting.add(version)) {
      loading.execute(
          () -> {
            try {
              preparation.prepare(version, purpose);
              afterwards.run();
            } finally {
              waiting.remove(version);
            }
          });
    }
  }
}
