package org.inkstream.model.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How unlike other images an image is: the squared Mahalanobis distance of its input statistics.
 * Amounts (ink, inked and bright pixels, roughness, area, residual) are taken as logarithms, so
 * that far too little is as far as far too much; centre and slant are taken as they are. Immutable
 * and safe for use by many threads; the same image gives the same bits everywhere.
 *
 * @param means of the coordinates, {@value #SIZE}
 * @param inverse of the lower Cholesky factor of their covariance, row by row; above the diagonal
 *     it is not read. The arrays are shared inside this package
 */
record InputDistance(double[] means, double[] inverse) {

  /** Coordinates: one for each statistic of an image. */
  static final int SIZE = FeatureExtractor.INPUTS;

  /** Fewer images than twice the coordinates say nothing of how these go together. */
  static final int LEAST = 2 * SIZE;

  /** Added to an amount, which is per pixel: less than a pixel of ink is none. */
  private static final double BLANK = 1e-3;

  /** Added to variances, relative and absolute: a statistic that never varied has some, too. */
  private static final double RELATIVE_RIDGE = 1e-3;

  private static final double RIDGE = 1e-6;

  private static final int INKED = InputStatistics.NAMES.indexOf("input.blank");

  private static final Set<String> AMOUNTS =
      Set.of(
          "input.mean",
          "input.blank",
          "input.bright",
          "input.roughness",
          "input.area",
          "input.residual");

  /** By coordinate: whether it is an amount. */
  private static final boolean[] IS_AMOUNT = new boolean[SIZE];

  static {
    for (int i = 0; i < SIZE; i++) {
      IS_AMOUNT[i] = AMOUNTS.contains(InputStatistics.NAMES.get(i));
    }
  }

  InputDistance {
    if (means.length != SIZE || inverse.length != SIZE * SIZE) {
      throw new IllegalArgumentException(
          "%d means and %d factors".formatted(means.length, inverse.length));
    }
  }

  /**
   * The distance from images.
   *
   * @param images input statistics of at least {@value #LEAST} images
   */
  static InputDistance of(List<double[]> images) {
    double[][] points = images.stream().map(each -> coordinates(each, 0)).toArray(double[][]::new);
    double[] means = new double[SIZE];
    for (double[] point : points) {
      for (int i = 0; i < SIZE; i++) {
        means[i] += point[i] / points.length;
      }
    }
    double[][] covariance = new double[SIZE][SIZE];
    for (double[] point : points) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          covariance[i][j] += (point[i] - means[i]) * (point[j] - means[j]) / (points.length - 1);
        }
      }
    }
    for (int i = 0; i < SIZE; i++) {
      covariance[i][i] += RELATIVE_RIDGE * covariance[i][i] + RIDGE;
    }
    return new InputDistance(means, inverseOfLower(cholesky(covariance)));
  }

  /**
   * The squared distance of an image.
   *
   * @param statistics of images as {@link InputStatistics} writes them
   * @param from where this image's begin
   */
  float of(double[] statistics, int from) {
    double[] point = coordinates(statistics, from);
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      double along = 0;
      for (int j = 0; j <= i; j++) {
        along += inverse[i * SIZE + j] * (point[j] - means[j]);
      }
      sum += along * along;
    }
    // Infinity would not be read again from a profile.
    return (float) Math.min(Float.MAX_VALUE, sum);
  }

  private static double[] coordinates(double[] statistics, int from) {
    double[] point = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double value = statistics[from + i];
      double amount = i == INKED ? 1 - value : value;
      point[i] = IS_AMOUNT[i] ? StrictMath.log(Math.max(0, amount) + BLANK) : value;
    }
    return point;
  }

  /** Golub and Van Loan, "Matrix Computations", 4.2; positive definite by the ridge. */
  private static double[][] cholesky(double[][] matrix) {
    double[][] lower = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j <= i; j++) {
        double left = matrix[i][j];
        for (int k = 0; k < j; k++) {
          left -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(left) : left / lower[j][j];
      }
    }
    return lower;
  }

  private static double[] inverseOfLower(double[][] lower) {
    double[] inverse = new double[SIZE * SIZE];
    for (int column = 0; column < SIZE; column++) {
      for (int i = column; i < SIZE; i++) {
        double left = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          left -= lower[i][k] * inverse[k * SIZE + column];
        }
        inverse[i * SIZE + column] = left / lower[i][i];
      }
    }
    return inverse;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputDistance that
        && Arrays.equals(means, that.means)
        && Arrays.equals(inverse, that.inverse);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(means);
  }

  @Override
  public String toString() {
    return "InputDistance from " + Arrays.toString(means);
  }
}
