package org.inkstream.model.shadow;

import org.apache.commons.math3.special.Beta;

/**
 * A sign test that may be looked at at any time: of two networks, only the events that exactly one
 * of them classified rightly tell which is better (McNemar 1947), and if neither is, each of those
 * is a fair coin. Betting on it as the method of mixtures does (Robbins 1970; Howard, Ramdas,
 * McAuliffe and Sekhon 2021): the chance q of a win has a uniform prior from 1/2 to 1, and the
 * evidence is how much more probable the wins and losses are under it than with q = 1/2,
 *
 * <pre>M = 2^(n + 1) * integral from 1/2 to 1 of q^wins (1 - q)^losses dq</pre>
 *
 * <p>While the chance is at most 1/2, M is a nonnegative supermartingale that begins at 1. So it
 * ever reaches 1/a with a probability of at most a (Ville 1939), however often it is looked at.
 */
public final class SignTest {

  private static final double LN_2 = Math.log(2);

  private SignTest() {}

  /**
   * ln M: how much speaks against "a win has a chance of 1/2 at most".
   *
   * @param wins at least 0
   * @param losses at least 0
   * @return 0 if there is neither; minus infinity if there are losses only, and very many
   */
  public static double logEvidence(long wins, long losses) {
    double above = Beta.regularizedBeta(0.5, losses + 1.0, wins + 1.0);
    return (wins + losses + 1) * LN_2 + Beta.logBeta(wins + 1.0, losses + 1.0) + Math.log(above);
  }
}
