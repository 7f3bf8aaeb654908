package org.inkstream.bench.drift;

import java.util.Arrays;

/**
 * Black box shift detection on the softmax outputs, the best method of "Failing Loudly" (Rabanser,
 * Günnemann and Lipton 2019): a two-sample Kolmogorov-Smirnov test of each output, at the level
 * divided by their number. Immutable.
 */
final class Bbsds {

  private static final int TERMS = 100;

  private final int[] outputs;
  private final double[][] sorted;

  /**
   * @param reference statistics of the reference images
   * @param outputs which of them are the outputs, or as good as these: logarithms rank alike
   */
  Bbsds(double[][] reference, int[] outputs) {
    this.outputs = outputs;
    this.sorted = new double[outputs.length][];
    for (int c = 0; c < outputs.length; c++) {
      int output = outputs[c];
      sorted[c] = Arrays.stream(reference).mapToDouble(row -> row[output]).sorted().toArray();
    }
  }

  /** The smallest p-value times the number of tests. */
  double p(double[][] window) {
    double least = 1;
    for (int c = 0; c < outputs.length; c++) {
      int output = outputs[c];
      double[] values = Arrays.stream(window).mapToDouble(row -> row[output]).sorted().toArray();
      double distance = distance(sorted[c], values);
      least = Math.min(least, p(distance, sorted[c].length, values.length));
    }
    return Math.min(1, least * outputs.length);
  }

  /** The largest difference of the two cumulative distributions; both sorted. */
  static double distance(double[] one, double[] other) {
    int i = 0;
    int j = 0;
    double largest = 0;
    while (i < one.length && j < other.length) {
      double value = Math.min(one[i], other[j]);
      while (i < one.length && one[i] <= value) {
        i++;
      }
      while (j < other.length && other[j] <= value) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / one.length - (double) j / other.length));
    }
    return largest;
  }

  /** Stephens' approximation of the distribution, which the published numbers were made with. */
  static double p(double distance, double n, double m) {
    double root = Math.sqrt(n * m / (n + m));
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    if (lambda < 0.3) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= TERMS; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.max(0, Math.min(1, sum));
  }
}
