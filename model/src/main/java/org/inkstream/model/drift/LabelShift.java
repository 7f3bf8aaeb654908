package org.inkstream.model.drift;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * Black box shift estimation (Lipton, Wang and Smola 2018): if only the mix of the true classes has
 * changed, the mix of the predictions is the confusion matrix times the classes' new weights.
 */
final class LabelShift {

  /** With a pivot below this the matrix, of whole numbers, counts as having no inverse. */
  private static final double SINGULAR = 1e-9;

  private LabelShift() {}

  /**
   * Estimated shares of the true classes.
   *
   * @param confusion reference images by predicted class (row) and true class (column)
   * @param predicted the window's events by predicted class, as long
   * @return shares that sum to 1, those that came out negative as 0; empty without events, or if
   *     the matrix has no inverse
   */
  static Optional<double[]> estimate(long[][] confusion, long[] predicted) {
    int classes = confusion.length;
    double n = 0;
    double[] truth = new double[classes];
    double[][] joint = new double[classes][classes];
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        joint[i][j] = confusion[i][j];
        truth[j] += confusion[i][j];
        n += confusion[i][j];
      }
    }
    double m = 0;
    for (long count : predicted) {
      m += count;
    }
    if (n == 0 || m == 0) {
      return Optional.empty();
    }
    double[] mix = new double[classes];
    for (int i = 0; i < classes; i++) {
      mix[i] = predicted[i] / m * n;
    }
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(joint, false), SINGULAR).getSolver();
    if (!solver.isNonSingular()) {
      return Optional.empty();
    }
    double[] weights = solver.solve(new ArrayRealVector(mix)).toArray();
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      weights[j] = Math.max(0, weights[j] * truth[j]);
      sum += weights[j];
    }
    if (!(sum > 0)) {
      return Optional.empty();
    }
    for (int j = 0; j < classes; j++) {
      weights[j] /= sum;
    }
    return Optional.of(weights);
  }
}
