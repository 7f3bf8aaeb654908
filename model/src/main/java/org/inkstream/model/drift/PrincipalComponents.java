package org.inkstream.model.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * Principal components by orthogonal iteration (Golub and Van Loan, "Matrix Computations", 8.2.4):
 * the covariance is applied to a few orthonormal vectors again and again. Adequate for the few
 * largest, with all chance from one seed.
 */
final class PrincipalComponents {

  private static final int ITERATIONS = 40;

  /** More vectors than asked for let the ones asked for settle sooner. */
  private static final int SPARE = 8;

  private PrincipalComponents() {}

  /**
   * The projection on the components with the largest variances.
   *
   * @param rows vectors, one after another
   * @param size length of a vector, at least 1
   * @param most components wanted; fewer come of it where the variance is gone
   */
  static Projection fit(float[] rows, int size, int most) {
    int count = rows.length / size;
    double[] mean = mean(rows, size, count);
    double[][] covariance = covariance(rows, size, count, mean);
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += covariance[i][i];
    }
    double[][] vectors = start(Math.min(size, most + SPARE), size);
    for (int i = 0; i < ITERATIONS; i++) {
      for (int k = 0; k < vectors.length; k++) {
        vectors[k] = product(covariance, vectors[k]);
      }
      orthonormalise(vectors);
    }
    // Where variances are about equal, the iteration may leave them in another order.
    Arrays.sort(vectors, Comparator.comparingDouble(vector -> -variance(vector, covariance)));
    double[] variances = new double[vectors.length];
    for (int k = 0; k < vectors.length; k++) {
      variances[k] = variance(vectors[k], covariance);
    }
    int kept = 0;
    while (kept < Math.min(most, vectors.length) && variances[kept] > total * 1e-9) {
      kept++;
    }
    float[] components = new float[kept * size];
    for (int k = 0; k < kept; k++) {
      for (int i = 0; i < size; i++) {
        components[k * size + i] = (float) vectors[k][i];
      }
    }
    float[] centre = new float[size];
    for (int i = 0; i < size; i++) {
      centre[i] = (float) mean[i];
    }
    return new Projection(centre, components, Arrays.copyOf(variances, kept));
  }

  private static double[] mean(float[] rows, int size, int count) {
    double[] mean = new double[size];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < size; i++) {
        mean[i] += rows[row * size + i];
      }
    }
    for (int i = 0; i < size; i++) {
      mean[i] /= count;
    }
    return mean;
  }

  /** With divisor count - 1. Many entries are 0, and their products need no adding. */
  private static double[][] covariance(float[] rows, int size, int count, double[] mean) {
    double[][] sums = new double[size][size];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < size; i++) {
        double value = rows[row * size + i];
        if (value != 0) {
          double[] into = sums[i];
          for (int j = 0; j < size; j++) {
            into[j] += value * rows[row * size + j];
          }
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        sums[i][j] = count < 2 ? 0 : (sums[i][j] - count * mean[i] * mean[j]) / (count - 1);
      }
    }
    return sums;
  }

  private static double[][] start(int vectors, int size) {
    Random random = new Random(vectors);
    double[][] start = new double[vectors][size];
    for (double[] vector : start) {
      for (int i = 0; i < size; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    return start;
  }

  /** Gram and Schmidt's way, each vector twice, so that rounding leaves nothing. */
  private static void orthonormalise(double[][] vectors) {
    for (int k = 0; k < vectors.length; k++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < k; before++) {
          double along = dot(vectors[k], vectors[before]);
          for (int i = 0; i < vectors[k].length; i++) {
            vectors[k][i] -= along * vectors[before][i];
          }
        }
      }
      double length = Math.sqrt(dot(vectors[k], vectors[k]));
      for (int i = 0; i < vectors[k].length; i++) {
        vectors[k][i] = length < 1e-150 ? 0 : vectors[k][i] / length;
      }
    }
  }

  private static double variance(double[] along, double[][] covariance) {
    return dot(along, product(covariance, along));
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
