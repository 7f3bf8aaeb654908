package org.inkstream.model.drift.detect;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Sixteen guesses of how a statistic may be distributed once it has moved, as weights of a {@link
 * DirichletMultinomial}: two that expect anything, near the reference or not so near, two that
 * learn from the windows before, and twelve that expect the ranks to be tilted or bent, a little or
 * much. Immutable.
 */
final class Experts {

  /** How many. */
  static final int COUNT = 16;

  private static final double[] OPEN = {10, 100};
  private static final double[] LEARNING = {20, 200};
  private static final double[] TILTS = {-0.1, 0.1};
  private static final double[] BENDS = {-0.5, -0.15, 0.15, 0.5};
  private static final double[] SHIFTS = {-1, -0.5, -0.25, 0.25, 0.5, 1};
  private static final double LEAST = 1e-3;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final double[][] fixed;
  private final double[] shares;

  /**
   * @param gaps gaps between reference values in each bin
   */
  Experts(long[] gaps) {
    double total = 0;
    for (long gap : gaps) {
      total += gap;
    }
    shares = new double[gaps.length];
    for (int k = 0; k < gaps.length; k++) {
      shares[k] = gaps[k] / total;
    }
    fixed = new double[COUNT - LEARNING.length][];
    int next = 0;
    for (double open : OPEN) {
      fixed[next++] = scaled(shares, open);
    }
    double weight = 4 * (total - 1);
    for (double tilt : TILTS) {
      fixed[next++] = scaled(tilted(1, tilt), weight);
    }
    for (double bend : BENDS) {
      fixed[next++] = scaled(tilted(2, bend), weight);
    }
    for (double shift : SHIFTS) {
      fixed[next++] = scaled(shifted(shift), weight);
    }
  }

  /** The weights of one expert; not to be written. */
  double[] weights(int expert, double[] seen) {
    if (expert < fixed.length) {
      return fixed[expert];
    }
    double[] weights = scaled(shares, LEARNING[expert - fixed.length]);
    for (int k = 0; k < weights.length; k++) {
      weights[k] += seen[k];
    }
    return weights;
  }

  /** Shares times 1 + tilt x the mean of a Legendre polynomial over the bin's ranks. */
  private double[] tilted(int degree, double tilt) {
    double[] tilted = new double[shares.length];
    double below = 0;
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      double above = below + shares[k];
      double mean = (integral(degree, above) - integral(degree, below)) / shares[k];
      tilted[k] = shares[k] * (1 + tilt * mean);
      sum += tilted[k];
      below = above;
    }
    return scaled(tilted, 1 / sum);
  }

  /** Shares of the bins if the values were normal and moved by so many standard deviations. */
  private double[] shifted(double deviations) {
    double[] shifted = new double[shares.length];
    double below = 0;
    double rank = 0;
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      rank = k == shares.length - 1 ? 1 : rank + shares[k];
      double above =
          NORMAL.cumulativeProbability(NORMAL.inverseCumulativeProbability(rank) - deviations);
      // A bin that is hardly expected is still expected: a bet of nothing could never be won back.
      shifted[k] = Math.max(above - below, shares[k] * LEAST);
      sum += shifted[k];
      below = above;
    }
    return scaled(shifted, 1 / sum);
  }

  /** Integral from 0 to u of the Legendre polynomial on [0, 1]: 2u - 1, or 6u^2 - 6u + 1. */
  private static double integral(int degree, double u) {
    return degree == 1 ? u * u - u : 2 * u * u * u - 3 * u * u + u;
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      scaled[k] = values[k] * factor;
    }
    return scaled;
  }
}
