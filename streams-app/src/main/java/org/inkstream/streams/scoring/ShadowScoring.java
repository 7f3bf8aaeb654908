package org.inkstream.streams.scoring;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.models.Shadows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores with the shadow what the champion has answered, on a thread of its own: one for all tasks
 * of an instance, which is the shadow's budget. What comes while too much is waiting is turned
 * away. Whatever the shadow does, nothing is thrown at whoever gives it events.
 *
 * <p>It takes the events and not the champion's inputs: nothing is copied, and a shadow may have
 * another preprocessing than the champion.
 */
public final class ShadowScoring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowScoring.class);

  /** Batches that may wait: enough to bridge a pause of the thread, and little memory. */
  static final int MOST_WAITING = 8;

  /** A version that answered none of so many batches in a row is not asked any more. */
  static final int MOST_FAILURES = 20;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSE_SECONDS = 5;

  private final Shadows shadows;
  private final ModelPool pool;
  private final int maxBatch;
  private final Executor executor;

  // Of the executor's thread, and of who closes after it has ended.
  private ModelPool.Lease lease;
  private CarefulScorer scorer;
  private float[] inputs = {};
  private int failuresInARow;
  private String givenUp = "";

  // Read by the tasks' threads.
  private volatile long lastBatch;
  private volatile String leased = "";

  /**
   * The scoring of an instance.
   *
   * @param pool where the shadow is loaded
   * @param maxBatch most events at once
   * @param executor runs one batch after another, or throws {@link RejectedExecutionException}
   */
  ShadowScoring(Shadows shadows, ModelPool pool, int maxBatch, Executor executor) {
    this.shadows = shadows;
    this.pool = pool;
    this.maxBatch = maxBatch;
    this.executor = executor;
  }

  /** Scoring with a thread of its own; to be closed before the pool. */
  public static ShadowScoring start(Shadows shadows, ModelPool pool, int maxBatch) {
    return new ShadowScoring(
        shadows,
        pool,
        maxBatch,
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "shadow");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.AbortPolicy()));
  }

  /** Scoring by an executor that is not this object's to stop. */
  public static ShadowScoring on(Executor executor, Shadows shadows, ModelPool pool, int maxBatch) {
    return new ShadowScoring(shadows, pool, maxBatch, executor);
  }

  /** Which version is shadow of which events. */
  Shadows shadows() {
    return shadows;
  }

  /** Takes a batch, to be finished some time; false if too much is waiting. */
  boolean offer(ShadowBatch batch) {
    try {
      executor.execute(() -> score(batch));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Gives the network back if it is no longer shadow and had nothing to score for a while. */
  void rest(long now) {
    String version = leased;
    if (!version.isEmpty()
        && System.nanoTime() - lastBatch >= IDLE_NANOS
        && shadows.at(now, "").filter(version::equals).isEmpty()) {
      try {
        executor.execute(this::release);
      } catch (RejectedExecutionException e) {
        LOG.debug("event=shadow-busy");
      }
    }
  }

  @Override
  public void close() {
    if (executor instanceof ThreadPoolExecutor threads) {
      threads.shutdownNow();
      try {
        if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          // It holds its lease: the process ends with it.
          LOG.warn("event=shadow-still-running");
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    release();
  }

  private void score(ShadowBatch batch) {
    lastBatch = System.nanoTime();
    boolean answered = false;
    try {
      if (!batch.shadow().equals(givenUp) && lease(batch.shadow())) {
        answered = answer(batch);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // Native memory runs out with this error, too; the champion has its own already.
      LOG.warn("event=shadow-failed version={} error={}", batch.shadow(), e.toString());
    } finally {
      batch.finish();
    }
    failuresInARow = answered ? 0 : failuresInARow + 1;
    if (failuresInARow == MOST_FAILURES && lease != null) {
      givenUp = lease.version();
      LOG.warn("event=shadow-given-up version={} batches={}", givenUp, MOST_FAILURES);
    }
  }

  /** True if the version is leased now. */
  private boolean lease(String version) {
    if (lease != null && lease.version().equals(version)) {
      return true;
    }
    release();
    try {
      lease = pool.lease(version, maxBatch);
    } catch (RefusedException e) {
      shadows.refuse(version);
      return false;
    } catch (KafkaException e) {
      // The next batch tries again.
      LOG.warn("event=load-failed version={} error={}", version, e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    leased = version;
    failuresInARow = 0;
    scorer = new CarefulScorer(lease.scorer());
    inputs = new float[maxBatch * lease.scorer().inputSize()];
    return true;
  }

  /** True if the shadow answered any of them. */
  private boolean answer(ShadowBatch batch) {
    if (!lease.model().manifest().labels().equals(batch.labels())) {
      // The same number of a class would not mean the same.
      return false;
    }
    ImageEncoder encoder = lease.model().encoder();
    ShadowBatch.Entry[] encoded = new ShadowBatch.Entry[batch.entries().size()];
    int count = 0;
    for (ShadowBatch.Entry entry : batch.entries()) {
      if (encoder.encode(entry.event(), inputs, count * lease.scorer().inputSize()).isEmpty()) {
        encoded[count++] = entry;
      }
    }
    if (count == 0) {
      return false;
    }
    scorer.score(inputs, count);
    int classes = batch.labels().size();
    boolean any = false;
    for (int row = 0; row < count; row++) {
      if (scorer.failure(row) == null) {
        int best = best(scorer.probabilities(), row * classes, classes);
        encoded[row].answered(best, scorer.probabilities()[row * classes + best]);
        any = true;
      }
    }
    return any;
  }

  private static int best(float[] probabilities, int first, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = probabilities[first + i] > probabilities[first + best] ? i : best;
    }
    return best;
  }

  private void release() {
    if (lease != null) {
      lease.close();
      lease = null;
      leased = "";
      scorer = null;
      inputs = new float[0];
    }
  }
}
