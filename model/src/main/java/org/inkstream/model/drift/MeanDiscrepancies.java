package org.inkstream.model.drift;

/**
 * Squared distance between the mean random features of two samples: an estimate of the squared
 * maximum mean discrepancy (Gretton et al. 2012).
 */
final class MeanDiscrepancies {

  /** Turns products of features into those of cosines times the square root of 2 / D. */
  static final double SCALE =
      2.0 / RandomFeatures.COUNT / RandomFeatures.UNIT / RandomFeatures.UNIT;

  private MeanDiscrepancies() {}

  /**
   * The squared distance less what it is on average without drift, (1/n + 1/m) times the spread.
   *
   * @param reference sums of features over n images
   * @param window sums of features over m images
   * @param spread mean squared distance of an image's features from the mean
   * @return about 0 without drift, then often negative
   */
  static double squared(long[] reference, long n, long[] window, long m, double spread) {
    double sum = 0;
    for (int j = 0; j < reference.length; j++) {
      double difference = (double) reference[j] / n - (double) window[j] / m;
      sum += difference * difference;
    }
    return sum * SCALE - (1.0 / n + 1.0 / m) * spread;
  }

  /** Squared length of the mean feature, in the features' unit. */
  static double squaredNorm(long[] sums, long n) {
    double sum = 0;
    for (long one : sums) {
      sum += (double) one / n * one / n;
    }
    return sum;
  }
}
