package org.inkstream.model.shadow;

/**
 * How much better the shadow is than the champion, with bounds that hold at all times together. On
 * each labelled event let z be 1 if only the shadow is right, -1 if only the champion is, and else
 * 0; its mean is the difference of their accuracies. Against "the mean is m at most" one bets, for
 * each of some shares f of the capital at risk,
 *
 * <pre>K = product over the events of (1 + f (z - m) / (1 + m))</pre>
 *
 * <p>which is never negative, and has a mean of at most 1 if that is true; so is the mean of these
 * products over the shares. (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random
 * variables by betting", theorem 1, with the fixed grid of bets of their section B.) It ever
 * reaches 1/a with a probability of at most a. K falls as m grows, because (z - m) / (1 + m) does:
 * the values of m that are not refuted form an interval. It depends on how many of each kind there
 * are, not on their order.
 *
 * @param shadowOnly events that only the shadow classified rightly
 * @param championOnly events that only the champion classified rightly
 * @param alike events that both classified rightly, or neither
 */
record DifferenceBets(long shadowOnly, long championOnly, long alike) {

  /** From bold, for few events, to timid, for small differences that many events show. */
  private static final double[] SHARES = {
    1.0 / 512, 1.0 / 256, 1.0 / 128, 1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2,
    3.0 / 4, 15.0 / 16
  };

  private static final int HALVINGS = 60;

  /**
   * ln of the capital won against "the difference is m at most".
   *
   * @param m above -1 and below 1
   */
  double logAbove(double m) {
    double most = Double.NEGATIVE_INFINITY;
    double[] logs = new double[SHARES.length];
    for (int j = 0; j < logs.length; j++) {
      logs[j] = log(SHARES[j], m);
      most = Math.max(most, logs[j]);
    }
    double sum = 0;
    for (double each : logs) {
      sum += Math.exp(each - most);
    }
    return most + Math.log(sum / logs.length);
  }

  /** ln of the capital won against "the difference is m at least". */
  double logBelow(double m) {
    return mirrored().logAbove(-m);
  }

  /** The least difference against which not even 1/a was won: below the true one but for a. */
  double lower(double a) {
    double refuted = -1;
    // Nothing can be won against the mean of the events: the logarithm is concave.
    double possible = mean();
    for (int i = 0; i < HALVINGS && possible > -1; i++) {
      double m = (refuted + possible) / 2;
      if (m > -1 && logAbove(m) >= -Math.log(a)) {
        refuted = m;
      } else {
        possible = m;
      }
    }
    return refuted;
  }

  /** Above the true difference but for a. */
  double upper(double a) {
    return -mirrored().lower(a);
  }

  /** The difference of the accuracies on these events; 0 without any. */
  double mean() {
    long all = shadowOnly + championOnly + alike;
    return all == 0 ? 0 : (double) (shadowOnly - championOnly) / all;
  }

  private DifferenceBets mirrored() {
    return new DifferenceBets(championOnly, shadowOnly, alike);
  }

  private double log(double share, double m) {
    double stake = share / (1 + m);
    return shadowOnly * Math.log1p(stake * (1 - m))
        + alike * Math.log1p(-stake * m)
        + championOnly * Math.log1p(-share);
  }
}
