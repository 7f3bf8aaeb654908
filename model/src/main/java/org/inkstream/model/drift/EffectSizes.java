package org.inkstream.model.drift;

/**
 * How far a window's counts are from the reference's, in the same bins. All results are finite for
 * any counts that are not negative; a window without events is at distance 0, because it says
 * nothing. StrictMath gives the same bits on every machine.
 */
public final class EffectSizes {

  private EffectSizes() {}

  /**
   * Population stability index: the sum of (q - p) ln(q / p) over the bins, where p and q are the
   * shares of reference and window (Jeffreys' divergence; Lin 1991).
   *
   * <p>A bin that is empty on one side only would make it infinite, and counts as half an event on
   * that side; one that is empty on both adds nothing. Other bins are not smoothed, so that where
   * none is empty the value is the textbook's.
   *
   * @param reference reference events in each bin
   * @param window the window's events in each bin; as long
   * @return at least 0, in nats
   */
  public static double psi(long[] reference, long[] window) {
    double n = total(reference);
    double m = total(window, reference.length);
    if (n == 0 || m == 0) {
      return 0;
    }
    double sum = 0;
    for (int k = 0; k < reference.length; k++) {
      if (reference[k] != 0 || window[k] != 0) {
        double p = Math.max(reference[k], 0.5) / n;
        double q = Math.max(window[k], 0.5) / m;
        sum += (q - p) * StrictMath.log(q / p);
      }
    }
    return sum;
  }

  /**
   * {@link #psi} less what it is on average without drift, (K - 1)(1/n + 1/m) for K bins, n
   * reference events and m events of the window: without drift psi is about (1/n + 1/m) times a
   * chi-squared variable with K - 1 degrees of freedom (Yurdakul 2018). The approximation is poor
   * below about three events a bin.
   *
   * @return 0 on average without drift, so often negative; 0 without events
   */
  public static double psiDebiased(long[] reference, long[] window) {
    double n = total(reference);
    double m = total(window, reference.length);
    if (n == 0 || m == 0) {
      return 0;
    }
    return psi(reference, window) - (reference.length - 1) * (1 / n + 1 / m);
  }

  /**
   * Kolmogorov-Smirnov distance of the binned distributions: the largest difference of the
   * cumulative shares at the edges. A lower bound of the distance of the unbinned ones.
   *
   * @return 0 to 1
   */
  public static double ks(long[] reference, long[] window) {
    double n = total(reference);
    double m = total(window, reference.length);
    if (n == 0 || m == 0) {
      return 0;
    }
    long below = 0;
    long windowBelow = 0;
    double largest = 0;
    for (int k = 0; k < reference.length; k++) {
      below += reference[k];
      windowBelow += window[k];
      largest = Math.max(largest, Math.abs(below / n - windowBelow / m));
    }
    return largest;
  }

  /**
   * Jensen-Shannon divergence of the binned distributions (Lin 1991): the mean of the
   * Kullback-Leibler divergences of both from their average.
   *
   * @return 0 to ln 2, in nats
   */
  public static double jensenShannon(long[] reference, long[] window) {
    double n = total(reference);
    double m = total(window, reference.length);
    if (n == 0 || m == 0) {
      return 0;
    }
    double sum = 0;
    for (int k = 0; k < reference.length; k++) {
      double p = reference[k] / n;
      double q = window[k] / m;
      sum += toAverage(p, q) + toAverage(q, p);
    }
    return Math.max(0, Math.min(sum / 2, StrictMath.log(2)));
  }

  private static double toAverage(double p, double q) {
    return p == 0 ? 0 : p * StrictMath.log(2 * p / (p + q));
  }

  private static double total(long[] window, int bins) {
    if (window.length != bins) {
      throw new IllegalArgumentException(
          "window of " + window.length + " bins, reference of " + bins);
    }
    return total(window);
  }

  private static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
