package org.inkstream.trainer.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The inverse of a lower triangle, by forward substitution of whole rows. ND4J's own goes through a
 * library in plain Java that knows nothing of triangles and takes many times as long.
 */
final class TriangularInverse {

  private TriangularInverse() {}

  /**
   * The inverse, in single precision.
   *
   * @param lower square, in double precision; what is above the diagonal is not looked at
   */
  static INDArray of(INDArray lower) {
    int size = lower.rows();
    double[][] rows = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] left = lower.getRow(i).toDoubleVector();
      double[] row = new double[i + 1];
      for (int k = 0; k < i; k++) {
        subtract(rows[k], left[k], row);
      }
      row[i] = 1;
      for (int column = 0; column <= i; column++) {
        row[column] /= left[i];
      }
      rows[i] = row;
    }
    float[] all = new float[size * size];
    for (int i = 0; i < size; i++) {
      for (int column = 0; column <= i; column++) {
        all[i * size + column] = (float) rows[i][column];
      }
    }
    return Nd4j.createFromArray(all).reshape(size, size);
  }

  /** A loop of its own, of which the compiler does several numbers at once. */
  private static void subtract(double[] known, double factor, double[] row) {
    for (int column = 0; column < known.length; column++) {
      row[column] -= factor * known[column];
    }
  }
}
