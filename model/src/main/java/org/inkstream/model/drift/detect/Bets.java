package org.inkstream.model.drift.detect;

import java.util.Arrays;

/** The {@link Experts}' bets on window after window of one statistic. Mutable, for one thread. */
final class Bets {

  /** What a window's counts are worth to a learning expert one window later. */
  private static final double MEMORY = 0.9;

  private final long[] gaps;
  private final Experts experts;
  private final long[] seen;
  private final double[] recent;

  Bets(long[] gaps) {
    this(gaps, new long[gaps.length], new double[gaps.length]);
  }

  /**
   * @param seen events of all windows in each bin
   * @param recent the same, with windows worth less the longer ago they were
   */
  Bets(long[] gaps, long[] seen, double[] recent) {
    if (seen.length != gaps.length || recent.length != gaps.length) {
      throw new IllegalArgumentException(
          "a state of %d and %d bins for %d".formatted(seen.length, recent.length, gaps.length));
    }
    this.gaps = gaps.clone();
    this.experts = new Experts(gaps);
    this.seen = seen.clone();
    this.recent = recent.clone();
  }

  /**
   * What each expert wins in a window, as logarithms: the ratio of the two probabilities of its
   * counts, of mean 1 given the past if there is no drift.
   */
  double[] place(long[] counts) {
    double[] expected = new double[gaps.length];
    Arrays.setAll(expected, k -> gaps[k] + (double) seen[k]);
    double without = DirichletMultinomial.logProbability(counts, expected);
    double[] won = new double[Experts.COUNT];
    for (int i = 0; i < won.length; i++) {
      won[i] = DirichletMultinomial.logProbability(counts, experts.weights(i, recent)) - without;
    }
    for (int k = 0; k < gaps.length; k++) {
      seen[k] += counts[k];
      recent[k] = MEMORY * recent[k] + counts[k];
    }
    return won;
  }

  long[] seen() {
    return seen.clone();
  }

  double[] recent() {
    return recent.clone();
  }
}
