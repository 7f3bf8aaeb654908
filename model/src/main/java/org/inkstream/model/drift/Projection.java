package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * Coordinates of a vector along a few principal components, computed in an order that is the same
 * everywhere. Immutable and safe for use by many threads; the arrays are shared inside this
 * package.
 *
 * @param mean mean of the vectors it was made of
 * @param components one after another, orthonormal, the one with the largest variance first
 * @param variances variance along each component, falling, each positive
 */
record Projection(float[] mean, float[] components, double[] variances) {

  Projection {
    if (components.length != mean.length * variances.length) {
      throw new IllegalArgumentException(
          "%d numbers for %d components of %d"
              .formatted(components.length, variances.length, mean.length));
    }
  }

  /** Length of the vectors. */
  int size() {
    return mean.length;
  }

  /** Number of components. */
  int count() {
    return variances.length;
  }

  /** What the mean is along each component. */
  double[] meanAlong() {
    double[] along = new double[count()];
    for (int k = 0; k < along.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        along[k] += (double) components[k * mean.length + i] * mean[i];
      }
    }
    return along;
  }

  double squaredNormOfMean() {
    double sum = 0;
    for (float m : mean) {
      sum += (double) m * m;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Projection that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(components, that.components)
        && Arrays.equals(variances, that.variances);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components);
  }

  @Override
  public String toString() {
    return "Projection of %d numbers on %d".formatted(size(), count());
  }
}
