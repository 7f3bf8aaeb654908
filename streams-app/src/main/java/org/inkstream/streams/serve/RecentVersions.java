package org.inkstream.streams.serve;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The meters of the versions that were used last, so that series do not pile up with the versions.
 * Safe for use by many threads.
 *
 * @param <M> the meters of one version
 */
final class RecentVersions<M> {

  /** For so many versions meters are kept. */
  static final int MOST = 16;

  private final Function<String, M> maker;
  private final Consumer<M> remover;
  private final Map<String, Used<M>> all = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();

  private static final class Used<M> {
    final M meters;
    volatile long last;

    Used(M meters) {
      this.meters = meters;
    }
  }

  /**
   * None yet.
   *
   * @param maker registers the meters of a version
   * @param remover takes them away again
   */
  RecentVersions(Function<String, M> maker, Consumer<M> remover) {
    this.maker = maker;
    this.remover = remover;
  }

  /** The meters of a version, which is used now. */
  M of(String version) {
    Used<M> known = all.get(version);
    if (known == null) {
      known = add(version);
    }
    // While it is the one that was used last there is nothing to write, event by event.
    if (known.last != uses.get()) {
      known.last = uses.incrementAndGet();
    }
    return known.meters;
  }

  private synchronized Used<M> add(String version) {
    Used<M> known = all.get(version);
    if (known != null) {
      return known;
    }
    if (all.size() >= MOST) {
      all.entrySet().stream()
          .min(Comparator.comparingLong(each -> each.getValue().last))
          .ifPresent(
              oldest -> {
                all.remove(oldest.getKey());
                remover.accept(oldest.getValue().meters);
              });
    }
    // Before another thread can see it: a version that was never used would be the first to go.
    Used<M> made = new Used<>(maker.apply(version));
    made.last = uses.incrementAndGet();
    all.put(version, made);
    return made;
  }
}
