package org.inkstream.streams.scoring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.errors.InterruptException;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.streams.drift.DriftCounter;

/**
 * Takes the drift statistics of a batch beside the thread that scores and answers it: what images
 * alone tell while the batch is scored, the rest while the answers leave. Nothing is under way
 * between {@link #end} and the next {@link #begin}, so that what a commit finds is whole. For one
 * thread.
 */
final class DriftLane {

  private static final Runnable NOTHING = () -> {};

  private final DriftCounter counter;
  private final Executor beside;
  private FutureTask<Void> running = new FutureTask<>(NOTHING, null);

  /**
   * A lane with nothing under way.
   *
   * @param counter used by nobody else from begin to end
   * @param beside what runs the work; it may do so at once
   */
  DriftLane(DriftCounter counter, Executor beside) {
    this.counter = counter;
    this.beside = beside;
    running.run();
  }

  /** A batch is about to be scored. */
  void begin(ScoredRows rows, List<String> ids) {
    start(() -> counter.lookAhead(rows, ids));
  }

  /**
   * The batch is scored.
   *
   * @param timestamps event times, in the order of the rows
   * @param failed which rows could not be scored
   * @param scoring how long that took
   */
  void scored(long[] timestamps, boolean[] failed, Duration scoring) {
    await();
    start(
        () -> {
          for (int row = 0; row < timestamps.length; row++) {
            if (failed[row]) {
              counter.reject(timestamps[row]);
            } else {
              counter.add(timestamps[row], row);
            }
          }
          counter.batch(scoring);
          counter.pack();
        });
  }

  /**
   * How unlike its version's reference an image of the batch is: see {@link DriftCounter#pValue}.
   * To be asked once the batch is scored and before the next begins.
   */
  double pValue(int row) {
    return counter.pValue(row);
  }

  /** Waits until all is counted, and saves it. */
  void end() {
    await();
    counter.save();
  }

  private void start(Runnable work) {
    running = new FutureTask<>(work, null);
    beside.execute(running);
  }

  private void await() {
    try {
      running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("drift statistics failed", e.getCause());
    }
  }
}
