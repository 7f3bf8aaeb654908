package org.inkstream.model.plain;

import java.io.IOException;
import java.util.Arrays;

/**
 * A kernel machine with Gaussian (RBF) kernels around landmarks: the score of a class is a weighted
 * sum of {@code exp(-gamma * |image - landmark|²)}, and the probabilities are the softmax of the
 * scores. The embedding is the encoded image, of whose distances alone the kernels are functions.
 */
public final class KernelMachine implements PlainModel {

  private final int inputs;
  private final int classes;
  private final int landmarks;
  private final float gamma;

  /** All landmarks' first number, all their second, and so on: loops over them are of one array. */
  private final float[] columns;

  /** For each landmark the weights of the classes. */
  private final float[] weights;

  private final float[] squaredNorms;

  private KernelMachine(
      int inputs, int classes, int landmarks, float gamma, float[] columns, float[] weights) {
    this.inputs = inputs;
    this.classes = classes;
    this.landmarks = landmarks;
    this.gamma = gamma;
    this.columns = columns;
    this.weights = weights;
    this.squaredNorms = new float[landmarks];
    for (int i = 0; i < inputs; i++) {
      for (int k = 0; k < landmarks; k++) {
        squaredNorms[k] += columns[i * landmarks + k] * columns[i * landmarks + k];
      }
    }
  }

  /**
   * A machine of these numbers.
   *
   * @param gamma width of the kernels, above 0
   * @param landmarks encoded images, one after another, at least one
   * @param weights for each landmark the weights of the classes
   * @throws IllegalArgumentException if numbers are missing or impossible
   */
  public static KernelMachine of(
      int inputs, int classes, float gamma, float[] landmarks, float[] weights) {
    int count = landmarks.length / inputs;
    if (count < 1 || landmarks.length != count * inputs || weights.length != count * classes) {
      throw new IllegalArgumentException(
          "%d numbers of landmarks, %d weights".formatted(landmarks.length, weights.length));
    }
    if (!(gamma > 0) || !Float.isFinite(gamma)) {
      throw new IllegalArgumentException("gamma " + gamma);
    }
    float[] columns = new float[landmarks.length];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < inputs; i++) {
        columns[i * count + k] = landmarks[k * inputs + i];
      }
    }
    return new KernelMachine(inputs, classes, count, gamma, columns, weights.clone());
  }

  static KernelMachine read(PlainReader file) throws IOException {
    int inputs = file.count("inputs", 1, PlainFile.MOST_INPUTS);
    int classes = file.count("classes", 2, PlainFile.MOST_CLASSES);
    int landmarks = file.count("landmarks", 1, 1 << 20);
    float gamma = file.floats("gamma", 1)[0];
    if (!(gamma > 0)) {
      throw new IOException("gamma is " + gamma + ", must be above 0");
    }
    float[] columns = file.floats("landmarks", (long) inputs * landmarks);
    float[] weights = file.floats("weights", (long) landmarks * classes);
    return new KernelMachine(inputs, classes, landmarks, gamma, columns, weights);
  }

  @Override
  public void write(PlainWriter file) {
    file.add(inputs, classes, landmarks);
    file.add(gamma);
    file.add(columns);
    file.add(weights);
  }

  @Override
  public String kind() {
    return "a kernel machine";
  }

  @Override
  public int inputSize() {
    return inputs;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int embeddingSize() {
    return inputs;
  }

  /** The numbers of the landmarks count: they are chosen by training. */
  @Override
  public long parameters() {
    return (long) columns.length + weights.length;
  }

  @Override
  public long bytes() {
    return 4L * (columns.length + weights.length + squaredNorms.length);
  }

  @Override
  public int scratchSize() {
    return inputs + landmarks;
  }

  /** Width of the kernels. */
  public float gamma() {
    return gamma;
  }

  /** A copy of the landmarks, one encoded image after another. */
  public float[] landmarks() {
    float[] rows = new float[columns.length];
    for (int k = 0; k < landmarks; k++) {
      for (int i = 0; i < inputs; i++) {
        rows[k * inputs + i] = columns[i * landmarks + k];
      }
    }
    return rows;
  }

  /** A copy of the weights: of each landmark in turn, those of the classes. */
  public float[] weights() {
    return weights.clone();
  }

  @Override
  public void score(float[] image, int from, float[] scratch, float[] probabilities, int to) {
    System.arraycopy(image, from, scratch, 0, inputs);
    Arrays.fill(scratch, inputs, inputs + landmarks, 0);
    float squaredNorm = 0;
    for (int i = 0; i < inputs; i++) {
      float number = scratch[i];
      // Most pixels of most images are background.
      if (number != 0) {
        squaredNorm += number * number;
        addColumn(number, i * landmarks, scratch);
      }
    }
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] = 0;
    }
    for (int k = 0; k < landmarks; k++) {
      float distance = squaredNorm + squaredNorms[k] - 2 * scratch[inputs + k];
      float kernel = (float) Math.exp(-gamma * Math.max(0, distance));
      for (int c = 0; c < classes; c++) {
        probabilities[to + c] += kernel * weights[k * classes + c];
      }
    }
    Softmax.apply(probabilities, to, classes);
  }

  private void addColumn(float number, int at, float[] scratch) {
    for (int k = 0; k < landmarks; k++) {
      scratch[inputs + k] += number * columns[at + k];
    }
  }

  /** With the distances as they are defined, where the other way expands the square. */
  @Override
  public void scoreSlowly(float[] image, int from, float[] probabilities, int to) {
    double[] scores = new double[classes];
    for (int k = 0; k < landmarks; k++) {
      double distance = 0;
      for (int i = 0; i < inputs; i++) {
        double difference = (double) image[from + i] - columns[i * landmarks + k];
        distance += difference * difference;
      }
      double kernel = Math.exp(-gamma * distance);
      for (int c = 0; c < classes; c++) {
        scores[c] += kernel * weights[k * classes + c];
      }
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] = (float) (Math.exp(scores[c]) / sum);
    }
  }
}
