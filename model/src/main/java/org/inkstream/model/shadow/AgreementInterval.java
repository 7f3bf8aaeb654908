package org.inkstream.model.shadow;

import org.apache.commons.math3.special.Beta;

/**
 * The share of events on which two networks agree, with bounds that hold at all times together: the
 * shares p that a uniform mixture does not refute (Robbins 1970; Howard, Ramdas, McAuliffe and
 * Sekhon 2021), of which
 *
 * <pre>B(agreed + 1, others + 1) / (p^agreed (1 - p)^others) &lt; 1/a</pre>
 *
 * <p>All of them together hold the true share with a probability of at least 1 - a.
 *
 * @param low not above the true share
 * @param high not below it
 */
record AgreementInterval(double low, double high) {

  private static final int HALVINGS = 60;

  /**
   * The interval.
   *
   * @param agreed at least 0
   * @param others events on which they disagree, at least 0
   * @param a how often it may miss
   */
  static AgreementInterval of(long agreed, long others, double a) {
    return new AgreementInterval(low(agreed, others, a), 1 - low(others, agreed, a));
  }

  private static double low(long agreed, long others, double a) {
    if (agreed == 0) {
      return 0;
    }
    double mixture = Beta.logBeta(agreed + 1.0, others + 1.0);
    double refuted = 0;
    double possible = (double) agreed / (agreed + others);
    for (int i = 0; i < HALVINGS; i++) {
      double p = (refuted + possible) / 2;
      double likelihood = agreed * Math.log(p) + others * Math.log1p(-p);
      if (mixture - likelihood >= -Math.log(a)) {
        refuted = p;
      } else {
        possible = p;
      }
    }
    return refuted;
  }
}
