package org.inkstream.trainer.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Nyström's features of images: with K the kernels of the landmarks among themselves, K = L Lᵀ, the
 * feature vector of an image is L⁻¹ k, where k are its kernels with the landmarks. Products of two
 * feature vectors are then near the kernel of their images, so that a linear machine over them is
 * the kernel machine. Kernels are kept, not features: what is multiplied is small, the images are
 * many.
 *
 * <p>Owned by one thread. Holds native memory until closed.
 */
final class KernelFeatures implements AutoCloseable {

  /** Images whose kernels are computed together. */
  static final int BLOCK = 1_000;

  /** Added to the diagonal of K, whose smallest eigenvalues are noise. */
  private static final double RIDGE = 1e-4;

  private final int inputs;
  private final int count;
  private final float gamma;
  private final INDArray landmarks;
  private final INDArray squaredNorms;
  private final INDArray root;
  private final INDArray inverse;
  private final List<INDArray> blocks = new ArrayList<>();

  /**
   * @param landmarks encoded images, one after another
   */
  KernelFeatures(float[] landmarks, int inputs, float gamma) {
    this.inputs = inputs;
    this.count = landmarks.length / inputs;
    this.gamma = gamma;
    this.landmarks = Nd4j.createFromArray(landmarks).reshape(count, inputs);
    this.squaredNorms = squaredNorms(this.landmarks).reshape(1, count);
    try (INDArray kernels = kernels(this.landmarks);
        INDArray exact = kernels.castTo(DataType.DOUBLE);
        INDArray square = exact.dup('f')) {
      for (int i = 0; i < count; i++) {
        square.putScalar(i, i, 1 + RIDGE);
      }
      Nd4j.getBlasWrapper().lapack().potrf(square, true);
      for (int row = 0; row < count; row++) {
        for (int column = row + 1; column < count; column++) {
          square.putScalar(row, column, 0);
        }
      }
      this.root = square.castTo(DataType.FLOAT);
      this.inverse = TriangularInverse.of(square);
    }
  }

  int count() {
    return count;
  }

  /** Adds images, encoded, one after another. */
  void add(float[] images) {
    try (INDArray rows = Nd4j.createFromArray(images).reshape(images.length / inputs, inputs)) {
      blocks.add(kernels(rows));
    }
  }

  /** exp(-gamma |x - l|²) for each row x and landmark l. */
  private INDArray kernels(INDArray rows) {
    INDArray products = rows.mmul(landmarks.transpose());
    try (INDArray norms = squaredNorms(rows)) {
      products.muli(-2).addiColumnVector(norms).addiRowVector(squaredNorms);
      // Rounding can make the distance to itself negative.
      Transforms.max(products, 0, false);
      products.muli(-gamma);
      return Transforms.exp(products, false);
    }
  }

  private static INDArray squaredNorms(INDArray rows) {
    try (INDArray squares = rows.mul(rows)) {
      return squares.sum(1).reshape(rows.rows(), 1);
    }
  }

  /**
   * For each image the scores of the classes.
   *
   * @param vectors of the feature space, one for each class: of each feature the classes
   */
  float[] scores(double[] vectors, int classes) {
    try (INDArray weights = product(inverse.transpose(), vectors, classes)) {
      List<float[]> parts = new ArrayList<>();
      int size = 0;
      for (INDArray block : blocks) {
        try (INDArray scores = block.mmul(weights)) {
          float[] part = rowByRow(scores);
          parts.add(part);
          size += part.length;
        }
      }
      float[] all = new float[size];
      int to = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, all, to, part.length);
        to += part.length;
      }
      return all;
    }
  }

  /**
   * The sum of the images' features, each times its numbers.
   *
   * @param numbers for each image those of the classes
   */
  double[] sum(float[] numbers, int classes) {
    double[] sum = new double[count * classes];
    int from = 0;
    for (INDArray block : blocks) {
      float[] part = new float[block.rows() * classes];
      System.arraycopy(numbers, from, part, 0, part.length);
      from += part.length;
      try (INDArray factors = Nd4j.createFromArray(part).reshape(block.rows(), classes);
          INDArray products = block.transpose().mmul(factors)) {
        float[] found = rowByRow(products);
        for (int i = 0; i < found.length; i++) {
          sum[i] += found[i];
        }
      }
    }
    try (INDArray features = product(inverse, sum, classes)) {
      return doubles(rowByRow(features));
    }
  }

  /** Vectors of the feature space as weights of the kernels. */
  float[] toWeights(double[] vectors, int classes) {
    try (INDArray weights = product(inverse.transpose(), vectors, classes)) {
      return rowByRow(weights);
    }
  }

  /** And back. */
  double[] fromWeights(double[] weights, int classes) {
    try (INDArray vectors = product(root.transpose(), weights, classes)) {
      return doubles(rowByRow(vectors));
    }
  }

  private INDArray product(INDArray matrix, double[] vectors, int classes) {
    float[] floats = new float[vectors.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vectors[i];
    }
    try (INDArray right = Nd4j.createFromArray(floats).reshape(count, classes)) {
      return matrix.mmul(right);
    }
  }

  private static float[] rowByRow(INDArray matrix) {
    try (INDArray rows = matrix.dup('c')) {
      return rows.data().asFloat();
    }
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  @Override
  public void close() {
    blocks.forEach(INDArray::close);
    List.of(landmarks, squaredNorms, root, inverse).forEach(INDArray::close);
  }
}
