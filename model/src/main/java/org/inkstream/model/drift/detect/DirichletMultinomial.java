package org.inkstream.model.drift.detect;

/** The law of a sequence of draws from an urn that returns each ball with another of its kind. */
final class DirichletMultinomial {

  private DirichletMultinomial() {}

  /**
   * ln of the probability of one sequence of draws with these counts: Gamma(A) / Gamma(A + m) times
   * the product of Gamma(a_k + x_k) / Gamma(a_k), with A the sum of a and m that of x.
   *
   * @param counts x, not negative
   * @param weights a, positive
   */
  static double logProbability(long[] counts, double[] weights) {
    double total = 0;
    long draws = 0;
    double log = 0;
    for (int k = 0; k < counts.length; k++) {
      total += weights[k];
      draws += counts[k];
      log += LogMath.rising(weights[k], counts[k]);
    }
    return log - LogMath.rising(total, draws);
  }
}
