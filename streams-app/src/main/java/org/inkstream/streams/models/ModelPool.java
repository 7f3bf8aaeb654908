package org.inkstream.streams.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.scorer.Scorer;

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

  /** A version in use by one thread; closing it gives the scorer's memory back. */
  public static final class Lease implements AutoCloseable {
    private final PooledVersion leased;
    private final String version;
    private final LoadedModel model;
    private final Scorer scorer;
    private boolean closed;

    Lease(PooledVersion leased, String version, LoadedModel model, int maxBatch) {
      this.leased = leased;
      this.version = version;
      this.model = model;
      this.scorer = model.newScorer(maxBatch);
    }

    /** The version leased. */
    public String version() {
      return version;
    }

    /** Its encoder, profile and manifest. */
    public LoadedModel model() {
      return model;
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
      leased.release();
    }
  }

  private final Loader loader;
  private final Map<String, PooledVersion> versions = new ConcurrentHashMap<>();
  private final MemoryBudget memory;
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
    this.memory = new MemoryBudget(budget, versions);
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
    return of(version).lease(loader, maxBatch);
  }

  /**
   * Loads a version ahead of its use.
   *
   * @return true if it had to be loaded, false if it was there
   * @throws RefusedException if the version may not score
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean prepare(String version) throws RefusedException, InterruptedException {
    return of(version).prepare(loader);
  }

  /**
   * What is asked of a loaded version, or empty if it is not loaded. Does not wait for a load.
   *
   * @param question is not to score: the version may be closed meanwhile
   */
  public <R> Optional<R> peek(String version, Function<LoadedModel, R> question) {
    return known(version).flatMap(PooledVersion::model).map(question);
  }

  /**
   * Versions to keep loaded though nobody leases them, as far as there is memory; the others are
   * closed when unused. Does not wait for a load: one that is loading now is looked at the next
   * time.
   *
   * @param wanted iterated by worth: the last is the first to be given back for another version
   */
  public void keepWarm(Set<String> wanted) {
    warm = List.copyOf(wanted);
    versions.values().forEach(PooledVersion::closeIfIdle);
  }

  /**
   * A lease on a version that is loaded and not being loaded or closed just now; empty otherwise.
   * Never waits.
   */
  public Optional<Lease> leaseIfLoaded(String version, int maxBatch) {
    return known(version).flatMap(known -> known.leaseIfLoaded(maxBatch));
  }

  /**
   * Makes room for a version that is about to be loaded, by giving back versions that are only kept
   * warm. To be called by its {@link Loader}; the room is promised until the load has ended.
   *
   * @param bytes an estimate
   * @return how many bytes are missing; 0 if it fits
   */
  long missing(String version, long bytes) {
    of(version);
    return memory.missing(version, bytes, warm);
  }

  /** True if there was no room for a version when it was last loaded, and there would be now. */
  boolean fitsNow(String version) {
    return memory.fitsNow(version);
  }

  /**
   * True if a version may be loaded without others making way for it, as far as is known: it may
   * take more than what it took, or would have taken, the last time.
   */
  boolean hasRoomBeside(String version) {
    return known(version).isEmpty() || memory.hasRoomBeside(version);
  }

  /** Native memory of each loaded version, in bytes. */
  public Map<String, Long> nativeBytes() {
    Map<String, Long> bytes = new HashMap<>();
    versions.forEach(
        (version, known) ->
            known.model().ifPresent(model -> bytes.put(version, model.nativeBytes())));
    return bytes;
  }

  /** Native memory of all loaded versions together, in bytes. */
  long allNativeBytes() {
    return nativeBytes().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The versions that may not score, with the reason. Does not wait for a load. */
  public Map<String, RefusalReason> refusals() {
    Map<String, RefusalReason> reasons = new HashMap<>();
    versions.forEach(
        (version, known) -> known.refusal().ifPresent(reason -> reasons.put(version, reason)));
    return reasons;
  }

  /** Closes every version that is not leased; a leased one is closed with its last lease. */
  @Override
  public void close() {
    warm = List.of();
    versions.values().forEach(PooledVersion::closeIfUnused);
  }

  private PooledVersion of(String version) {
    return versions.computeIfAbsent(version, v -> new PooledVersion(v, w -> warm.contains(w)));
  }

  private Optional<PooledVersion> known(String version) {
    return Optional.ofNullable(versions.get(version));
  }
}
