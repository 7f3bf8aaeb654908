package org.inkstream.trainer.fit;

import java.util.Optional;

/**
 * Keeps the best epoch, and says when to give up waiting for a better one. Owned by one thread.
 *
 * @param <T> what is kept of an epoch
 */
final class EarlyStopping<T> {

  private final int patience;
  private T best;
  private double lowest = Double.POSITIVE_INFINITY;
  private int since;

  /**
   * @param patience epochs without a lower loss after which to stop, at least 1
   */
  EarlyStopping(int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience " + patience);
    }
    this.patience = patience;
  }

  /**
   * Considers an epoch.
   *
   * @param loss on the validation images; one that is not a number is worse than any other
   * @return true if training should go on
   */
  boolean offer(double loss, T epoch) {
    if (loss < lowest) {
      lowest = loss;
      best = epoch;
      since = 0;
    } else {
      since++;
    }
    return since < patience;
  }

  /** What was offered with the lowest loss, the first of equals; empty if none had a loss. */
  Optional<T> best() {
    return Optional.ofNullable(best);
  }
}
