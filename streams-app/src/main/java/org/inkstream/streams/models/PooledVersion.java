package org.inkstream.streams.models;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a pool: loaded by the first who needs it, shared by all who lease it, closed once
 * nobody does and it is not to be kept warm; or known to be refused. Safe for use by many threads.
 */
final class PooledVersion {

  private static final Logger LOG = LoggerFactory.getLogger(PooledVersion.class);

  private final String version;
  private final Predicate<String> keptWarm;
  // Held while the version is loaded, which may take long; what need not wait for that asks
  // without it.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile LoadedModel model;
  private volatile RefusedException refused;
  private volatile int leases;
  // Promised to a load that is under way.
  private volatile long promised;

  /**
   * A version that is not loaded.
   *
   * @param keptWarm whether a version stays loaded though nobody leases it
   */
  PooledVersion(String version, Predicate<String> keptWarm) {
    this.version = version;
    this.keptWarm = keptWarm;
  }

  /** A lease, for which the version is loaded if need be. */
  ModelPool.Lease lease(ModelPool.Loader loader, int maxBatch)
      throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      ensureLoaded(loader);
      return newLease(maxBatch);
    } finally {
      lock.unlock();
    }
  }

  /** A lease if that needs no waiting. */
  Optional<ModelPool.Lease> leaseIfLoaded(int maxBatch) {
    if (!lock.tryLock()) {
      return Optional.empty();
    }
    try {
      return model == null ? Optional.empty() : Optional.of(newLease(maxBatch));
    } finally {
      lock.unlock();
    }
  }

  /** Loads the version; false if it was loaded. */
  boolean prepare(ModelPool.Loader loader) throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return ensureLoaded(loader);
    } finally {
      lock.unlock();
    }
  }

  /** A lease has ended; its scorer is closed. */
  void release() {
    lock.lock();
    try {
      leases--;
      closeIfUnwanted();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the version if nobody leases it and it is not kept warm; waits for a load. */
  void closeIfUnused() {
    lock.lock();
    try {
      closeIfUnwanted();
    } finally {
      lock.unlock();
    }
  }

  /** The same, but what is being loaded or leased just now is left. */
  void closeIfIdle() {
    if (lock.tryLock()) {
      try {
        closeIfUnwanted();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Closes the version though it is kept warm, unless somebody leases it, or loads it just now.
   *
   * @return how many bytes it took; 0 if it was not closed
   */
  long giveBack() {
    // Whoever loads it or leases it now has it in use.
    if (!lock.tryLock()) {
      return 0;
    }
    try {
      long bytes = leases == 0 ? loadedBytes() : 0;
      if (bytes > 0) {
        close();
      }
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** The loaded version, which may be closed meanwhile; empty if it is not loaded. */
  Optional<LoadedModel> model() {
    return Optional.ofNullable(model);
  }

  /** Why the version may not score, for good; empty if that is not known. */
  Optional<RefusalReason> refusal() {
    return Optional.ofNullable(refused).map(RefusedException::reason);
  }

  boolean isLeased() {
    return leases > 0;
  }

  /** Native memory that it takes, in bytes; 0 if it is not loaded. */
  long loadedBytes() {
    LoadedModel loaded = model;
    return loaded == null ? 0 : loaded.nativeBytes();
  }

  /** The same, or what a load that is under way was promised. */
  long takenBytes() {
    return Math.max(loadedBytes(), promised);
  }

  /** Sets bytes aside until the load that is under way has ended. */
  void promise(long bytes) {
    promised = bytes;
  }

  private ModelPool.Lease newLease(int maxBatch) {
    ModelPool.Lease lease = new ModelPool.Lease(this, version, model, maxBatch);
    leases++;
    return lease;
  }

  private boolean ensureLoaded(ModelPool.Loader loader)
      throws RefusedException, InterruptedException {
    if (refused != null) {
      throw refused;
    }
    if (model != null) {
      return false;
    }
    try {
      model = loader.load(version);
      LOG.info("event=loaded version={} nativeBytes={}", version, model.nativeBytes());
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
        refused = e;
      }
      throw e;
    } finally {
      promised = 0;
    }
  }

  private void closeIfUnwanted() {
    if (leases == 0 && model != null && !keptWarm.test(version)) {
      close();
    }
  }

  private void close() {
    model.close();
    model = null;
    LOG.info("event=closed version={}", version);
  }
}
