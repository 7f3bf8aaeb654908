package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * The distribution of one statistic over the reference images. Immutable; the arrays are shared
 * inside this package and must not be written.
 *
 * @param name name in the feature map
 * @param mean mean
 * @param standardDeviation with divisor n - 1; 0 for one image
 * @param edges K - 1 edges between bins, rising; at least one
 * @param counts reference images in each of the K bins
 */
record ReferenceStatistic(
    String name, double mean, double standardDeviation, double[] edges, long[] counts) {

  /** Bins of a profile, where the reference has enough distinct values. */
  static final int BINS = 16;

  /**
   * The distribution of these values.
   *
   * @param values at least one, all finite; sorted in place
   */
  static ReferenceStatistic of(String name, double[] values) {
    double mean = mean(values);
    double deviation = standardDeviation(values, mean);
    Arrays.sort(values);
    double[] edges = edges(values);
    long[] counts = new long[edges.length + 1];
    for (double value : values) {
      counts[bin(edges, value)]++;
    }
    return new ReferenceStatistic(name, mean, deviation, edges, counts);
  }

  /** The bin of a value; see {@link ReferenceProfile#bin}. */
  int bin(double value) {
    return bin(edges, value);
  }

  /**
   * Gaps between consecutive reference values that lie in each bin, summing to n + 1. Bins take
   * their upper edge in, so a bin has as many gaps as values, and the last has the one above all
   * values besides.
   */
  long[] gapCounts() {
    long[] gaps = counts.clone();
    gaps[gaps.length - 1]++;
    return gaps;
  }

  private static int bin(double[] edges, double value) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= edges[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The order statistics with ranks k (n + 1) / K, k = 1 … K - 1, rounded half up, so that each bin
   * has the same number of gaps, give or take one. Equal ones count once, and the largest value is
   * no edge, because nothing of the reference would lie above it. If that leaves none, the one edge
   * is the second largest value; if all are equal, that value, so that what is larger shows.
   */
  private static double[] edges(double[] sorted) {
    int n = sorted.length;
    double largest = sorted[n - 1];
    double[] edges = new double[BINS - 1];
    int count = 0;
    for (int k = 1; k < BINS; k++) {
      long rank = (2L * k * (n + 1) + BINS) / (2L * BINS);
      if (rank < 1 || rank > n) {
        continue;
      }
      // Adding zero turns -0.0 into 0.0, so that equal edges have equal bits.
      double edge = sorted[(int) rank - 1] + 0.0;
      if (edge < largest && (count == 0 || edge > edges[count - 1])) {
        edges[count++] = edge;
      }
    }
    return count == 0 ? new double[] {belowLargest(sorted) + 0.0} : Arrays.copyOf(edges, count);
  }

  private static double belowLargest(double[] sorted) {
    for (int i = sorted.length - 2; i >= 0; i--) {
      if (sorted[i] < sorted[i + 1]) {
        return sorted[i];
      }
    }
    return sorted[0];
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double standardDeviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
  }
}
