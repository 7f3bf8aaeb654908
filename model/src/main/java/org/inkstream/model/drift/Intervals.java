package org.inkstream.model.drift;

import org.apache.commons.math3.distribution.BetaDistribution;

/** Confidence limits of a share (Clopper and Pearson 1934): never less sure than they say. */
public final class Intervals {

  private Intervals() {}

  /**
   * Below the true share with this confidence.
   *
   * @param successes 0 to trials
   * @param trials at least 0
   * @param confidence of this one side, such as 0.975 for an interval of 95 %
   */
  public static double lower(long successes, long trials, double confidence) {
    return successes == 0
        ? 0
        : new BetaDistribution(null, successes, trials - successes + 1.0)
            .inverseCumulativeProbability(1 - confidence);
  }

  /** Above the true share with this confidence. */
  public static double upper(long successes, long trials, double confidence) {
    return successes == trials
        ? 1
        : new BetaDistribution(null, successes + 1.0, trials - successes)
            .inverseCumulativeProbability(confidence);
  }
}
