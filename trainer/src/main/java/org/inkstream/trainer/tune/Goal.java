package org.inkstream.trainer.tune;

import java.util.Comparator;
import java.util.Locale;

/** What makes one trial better than another, on the images for validation. */
public enum Goal {
  /** The lower cross-entropy after calibration. */
  CROSS_ENTROPY(Comparator.comparingDouble(TrialResult::crossEntropy)),
  /** The higher accuracy, then the lower cross-entropy. */
  ACCURACY(
      Comparator.comparingDouble(TrialResult::accuracy)
          .reversed()
          .thenComparingDouble(TrialResult::crossEntropy));

  private final Comparator<TrialResult> best;

  Goal(Comparator<TrialResult> best) {
    this.best = best;
  }

  /** The best first: those that went furthest, and of these the better; failures at the end. */
  Comparator<TrialResult> order() {
    return Comparator.comparing(TrialResult::failed)
        .thenComparing(Comparator.comparingInt(TrialResult::rung).reversed())
        .thenComparing(best)
        .thenComparingInt(TrialResult::trial);
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
