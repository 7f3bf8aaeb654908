package org.inkstream.streams.models;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.scorer.Scorer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded versions of this instance, each loaded once, shared by all who hold a lease on it, and
 * closed when it is neither leased nor kept warm. Safe for use by many threads.
 *
 * <p>Nothing depends on a version staying loaded: a lease on one that was closed loads it again.
 */
public final class ModelPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

  /** Fetches a version's bundle and puts it through the gate. */
  @FunctionalInterface
  public interface Loader {
    /**
     * The version, warm.
     *
     * @throws RefusedException if it may not score
     * @throws InterruptedException if interrupted while waiting for the brokers
     */
    LoadedModel load(String version) throws RefusedException, InterruptedException;
  }

  /** One version, loaded or known to be refused. */
  private static final class Entry {
    // Held while the version is loaded, which may take long; what need not wait for that asks
    // without it.
    private final ReentrantLock lock = new ReentrantLock();
    private volatile LoadedModel model;
    private volatile RefusedException refused;
    private int leases;
  }

  /** A version in use by one thread; closing it gives the scorer's memory back. */
  public final class Lease implements AutoCloseable {
    private final Entry entry;
    private final String version;
    private final Scorer scorer;
    private boolean closed;

    private Lease(Entry entry, String version, int maxBatch) {
      this.entry = entry;
      this.version = version;
      this.scorer = entry.model.newScorer(maxBatch);
    }

    /** The version leased. */
    public String version() {
      return version;
    }

    /** Its encoder, profile and manifest. */
    public LoadedModel model() {
      return entry.model;
    }

    /** A scorer of this lease's own. */
    public Scorer scorer() {
      return scorer;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      scorer.close();
      entry.lock.lock();
      try {
        entry.leases--;
        closeIfUnused(version, entry);
      } finally {
        entry.lock.unlock();
      }
    }
  }

  private final Loader loader;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile Set<String> warm = Set.of();

  /**
   * An empty pool.
   *
   * @param loader called once for each version that has to be loaded, by the thread that needs it
   */
  public ModelPool(Loader loader) {
    this.loader = loader;
  }

  /**
   * A lease on a version, which is loaded if need be while the caller waits.
   *
   * @param maxBatch largest batch the caller will score
   * @throws RefusedException if the version may not score, now and whenever asked again; or if it
   *     is not published, now
   * @throws InterruptedException if interrupted while waiting
   */
  public Lease lease(String version, int maxBatch) throws RefusedException, InterruptedException {
    Entry entry = entries.computeIfAbsent(version, v -> new Entry());
    entry.lock.lockInterruptibly();
    try {
      ensureLoaded(version, entry);
      Lease lease = new Lease(entry, version, maxBatch);
      entry.leases++;
      return lease;
    } finally {
      entry.lock.unlock();
    }
  }

  /**
   * Loads a version ahead of its use.
   *
   * @return true if it had to be loaded, false if it was there
   * @throws RefusedException if the version may not score
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean prepare(String version) throws RefusedException, InterruptedException {
    Entry entry = entries.computeIfAbsent(version, v -> new Entry());
    entry.lock.lockInterruptibly();
    try {
      return ensureLoaded(version, entry);
    } finally {
      entry.lock.unlock();
    }
  }

  /**
   * What is asked of a loaded version, or empty if it is not loaded. Does not wait for a load.
   *
   * @param question is not to score: the version may be closed meanwhile
   */
  public <R> Optional<R> peek(String version, Function<LoadedModel, R> question) {
    Entry entry = entries.get(version);
    return Optional.ofNullable(entry == null ? null : entry.model).map(question);
  }

  /**
   * Versions to keep loaded though nobody leases them; the others are closed when unused. Does not
   * wait for a load: one that is loading now is looked at the next time.
   */
  public void keepWarm(Set<String> versions) {
    warm = Set.copyOf(versions);
    entries.forEach(
        (version, entry) -> {
          if (entry.lock.tryLock()) {
            try {
              closeIfUnused(version, entry);
            } finally {
              entry.lock.unlock();
            }
          }
        });
  }

  /** Native memory of each loaded version, in bytes. */
  public Map<String, Long> nativeBytes() {
    Map<String, Long> bytes = new HashMap<>();
    for (String version : entries.keySet()) {
      peek(version, LoadedModel::nativeBytes).ifPresent(b -> bytes.put(version, b));
    }
    return bytes;
  }

  /** The versions that may not score, with the reason. Does not wait for a load. */
  public Map<String, RefusalReason> refusals() {
    Map<String, RefusalReason> reasons = new HashMap<>();
    entries.forEach(
        (version, entry) -> {
          RefusedException refused = entry.refused;
          if (refused != null) {
            reasons.put(version, refused.reason());
          }
        });
    return reasons;
  }

  /** Closes every version that is not leased; a leased one is closed with its last lease. */
  @Override
  public void close() {
    warm = Set.of();
    entries.forEach(
        (version, entry) -> {
          entry.lock.lock();
          try {
            closeIfUnused(version, entry);
          } finally {
            entry.lock.unlock();
          }
        });
  }

  private boolean ensureLoaded(String version, Entry entry)
      throws RefusedException, InterruptedException {
    if (entry.refused != null) {
      throw entry.refused;
    }
    if (entry.model != null) {
      return false;
    }
    try {
      entry.model = loader.load(version);
      LOG.info("event=loaded version={} nativeBytes={}", version, entry.model.nativeBytes());
      return true;
    } catch (RefusedException e) {
      LOG.warn("event=refused version={} reason={} detail={}", version, e.reason(), e.getMessage());
      // What is not published may be published yet, or again.
      if (e.reason() != RefusalReason.UNKNOWN_VERSION) {
        entry.refused = e;
      }
      throw e;
    }
  }

  private void closeIfUnused(String version, Entry entry) {
    if (entry.leases == 0 && entry.model != null && !warm.contains(version)) {
      entry.model.close();
      entry.model = null;
      LOG.info("event=closed version={}", version);
    }
  }
}
