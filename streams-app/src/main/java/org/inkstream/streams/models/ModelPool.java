package org.inkstream.streams.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
 * <p>The versions loaded may have a budget of native memory, by estimate before each load. What is
 * only kept warm makes way; what would not fit even then is refused for now.
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
    private volatile int leases;
    // Promised to a load that is under way.
    private volatile long reserved;
    // What the version would have needed when there was no room for it; 0 if there was.
    private volatile long wanted;
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
  private final long budget;
  private final Object room = new Object();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile List<String> warm = List.of();

  /**
   * An empty pool without a bound.
   *
   * @param loader called once for each version that has to be loaded, by the thread that needs it
   */
  public ModelPool(Loader loader) {
    this(loader, Long.MAX_VALUE);
  }

  /**
   * An empty pool.
   *
   * @param loader called once for each version that has to be loaded, by the thread that needs it;
   *     asks {@link #missing} before it takes native memory
   * @param budget native memory of all loaded versions together, in bytes
   */
  public ModelPool(Loader loader, long budget) {
    this.loader = loader;
    this.budget = budget;
  }

  /**
   * A lease on a version, which is loaded if need be while the caller waits.
   *
   * @param maxBatch largest batch the caller will score
   * @throws RefusedException if the version may not score, now and, unless the reason is not for
   *     good or it is not published, whenever asked again
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
   * Versions to keep loaded though nobody leases them, as far as there is memory; the others are
   * closed when unused. Does not wait for a load: one that is loading now is looked at the next
   * time.
   *
   * @param versions iterated by worth: the last is the first to be given back for another version
   */
  public void keepWarm(Set<String> versions) {
    warm = List.copyOf(versions);
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

  /**
   * A lease on a version that is loaded and not being loaded or closed just now; empty otherwise.
   * Never waits.
   */
  public Optional<Lease> leaseIfLoaded(String version, int maxBatch) {
    Entry entry = entries.get(version);
    if (entry == null || !entry.lock.tryLock()) {
      return Optional.empty();
    }
    try {
      if (entry.model == null) {
        return Optional.empty();
      }
      Lease lease = new Lease(entry, version, maxBatch);
      entry.leases++;
      return Optional.of(lease);
    } finally {
      entry.lock.unlock();
    }
  }

  /**
   * Makes room for a version that is about to be loaded, by giving back versions that are only kept
   * warm. To be called by its {@link Loader}; the room is promised until the load has ended.
   *
   * @param bytes an estimate
   * @return how many bytes are missing; 0 if it fits
   */
  long missing(String version, long bytes) {
    Entry entry = entries.computeIfAbsent(version, v -> new Entry());
    synchronized (room) {
      entry.reserved = 0;
      long missing = over(bytes, used());
      for (String unused : givenBackFirst()) {
        if (missing == 0) {
          break;
        }
        giveBack(unused);
        missing = over(bytes, used());
      }
      entry.reserved = missing == 0 ? bytes : 0;
      entry.wanted = missing == 0 ? 0 : bytes;
      return missing;
    }
  }

  /** True if there was no room for a version when it was last loaded, and there would be now. */
  boolean fitsNow(String version) {
    Entry entry = entries.get(version);
    if (entry == null || entry.wanted == 0) {
      return false;
    }
    synchronized (room) {
      long unused =
          entries.values().stream()
              .filter(other -> other.leases == 0)
              .mapToLong(ModelPool::bytes)
              .sum();
      return over(entry.wanted, used() - unused) == 0;
    }
  }

  /**
   * True if a version may be loaded without others making way for it, as far as is known: it may
   * take more than what it took, or would have taken, the last time.
   */
  boolean hasRoomBeside(String version) {
    Entry entry = entries.get(version);
    if (entry == null) {
      return true;
    }
    synchronized (room) {
      return over(entry.wanted, used()) == 0;
    }
  }

  /** Native memory of each loaded version, in bytes. */
  public Map<String, Long> nativeBytes() {
    Map<String, Long> bytes = new HashMap<>();
    for (String version : entries.keySet()) {
      peek(version, LoadedModel::nativeBytes).ifPresent(b -> bytes.put(version, b));
    }
    return bytes;
  }

  /** Native memory of all loaded versions together, in bytes. */
  long allNativeBytes() {
    return nativeBytes().values().stream().mapToLong(Long::longValue).sum();
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
    warm = List.of();
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
      LOG.warn(
          "event=refused version={} step={} reason={} detail={}",
          version,
          e.step().map(Enum::name).orElse(""),
          e.reason(),
          e.getMessage());
      // What is not published may be published yet, or again.
      if (e.reason().isForGood() && e.reason() != RefusalReason.UNKNOWN_VERSION) {
        entry.refused = e;
      }
      throw e;
    } finally {
      entry.reserved = 0;
    }
  }

  private long used() {
    return entries.values().stream().mapToLong(e -> Math.max(bytes(e), e.reserved)).sum();
  }

  private long over(long bytes, long used) {
    // What a manifest claims may be any number.
    return Math.max(0, Math.min(bytes, Long.MAX_VALUE / 2) - (budget - used));
  }

  private static long bytes(Entry entry) {
    LoadedModel model = entry.model;
    return model == null ? 0 : model.nativeBytes();
  }

  /** What nobody wants, then what is kept warm, the least worth first. */
  private List<String> givenBackFirst() {
    List<String> order = new ArrayList<>(entries.keySet());
    order.sort(
        Comparator.comparingInt((String v) -> warm.contains(v) ? warm.size() - warm.indexOf(v) : 0)
            .thenComparing(Comparator.naturalOrder()));
    return order;
  }

  private void giveBack(String version) {
    Entry entry = entries.get(version);
    // Whoever loads it or leases it now has it in use.
    if (entry.lock.tryLock()) {
      try {
        if (entry.leases == 0 && entry.model != null) {
          // Or it would be loaded again at once, and the others would make way for it.
          entry.wanted = bytes(entry);
          close(version, entry);
        }
      } finally {
        entry.lock.unlock();
      }
    }
  }

  private void closeIfUnused(String version, Entry entry) {
    if (entry.leases == 0 && entry.model != null && !warm.contains(version)) {
      close(version, entry);
    }
  }

  private static void close(String version, Entry entry) {
    entry.model.close();
    entry.model = null;
    LOG.info("event=closed version={}", version);
  }
}
