package org.inkstream.model.plain;

import java.io.IOException;
import java.util.Arrays;

/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates and without
 * peepholes) that reads an image row by row, and a softmax over its last state, which is the
 * embedding.
 */
public final class Recurrent implements PlainModel {

  /** For one image; more would keep a stream waiting for seconds. */
  private static final long MOST_PRODUCTS = 1L << 28;

  private static final int GATES = 4;

  private final int steps;
  private final int width;
  private final int units;
  private final int classes;

  /**
   * For each number of a row, and then for each unit of the state before, the weights of all units'
   * candidates, forget gates, output gates and input gates; and in the end their biases.
   */
  private final float[] cell;

  /** For each unit the weights of the classes; and in the end their biases. */
  private final float[] output;

  private Recurrent(int steps, int width, int units, int classes, float[] cell, float[] output) {
    this.steps = steps;
    this.width = width;
    this.units = units;
    this.classes = classes;
    this.cell = cell;
    this.output = output;
  }

  /**
   * A model of these numbers.
   *
   * @param steps rows of an image
   * @param width numbers in a row
   * @param units of the state
   * @param cell (width + units + 1) rows of 4 x units numbers: weights of a row's numbers, weights
   *     of the state before, biases; in each row candidates, forget gates, output gates, input
   *     gates
   * @param output (units + 1) rows of classes numbers: weights, biases
   * @throws IllegalArgumentException if there are too few numbers, or too many
   */
  public static Recurrent of(
      int steps, int width, int units, int classes, float[] cell, float[] output) {
    if (cell.length != (width + units + 1) * GATES * units
        || output.length != (units + 1) * classes) {
      throw new IllegalArgumentException(
          "%d and %d numbers for %d units".formatted(cell.length, output.length, units));
    }
    return new Recurrent(steps, width, units, classes, cell.clone(), output.clone());
  }

  static Recurrent read(PlainReader file) throws IOException {
    int steps = file.count("steps", 1, 2048);
    int width = file.count("width", 1, 2048);
    int units = file.count("units", 1, 4096);
    int classes = file.count("classes", 2, PlainFile.MOST_CLASSES);
    long row = (long) GATES * units;
    if (steps * (width + units) * row > MOST_PRODUCTS) {
      throw new IOException("%d units over %d steps would take too long".formatted(units, steps));
    }
    float[] cell = file.floats("cell", (width + units + 1) * row);
    return new Recurrent(
        steps, width, units, classes, cell, file.floats("output", (units + 1L) * classes));
  }

  @Override
  public void write(PlainWriter file) {
    file.add(steps, width, units, classes);
    file.add(cell);
    file.add(output);
  }

  @Override
  public String kind() {
    return "a recurrent network";
  }

  @Override
  public int inputSize() {
    return steps * width;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int embeddingSize() {
    return units;
  }

  @Override
  public long parameters() {
    return (long) cell.length + output.length;
  }

  @Override
  public long bytes() {
    return 4L * (cell.length + output.length);
  }

  /** The state, the memory and the sums of the gates. */
  @Override
  public int scratchSize() {
    return (2 + GATES) * units;
  }

  @Override
  public void score(float[] image, int from, float[] scratch, float[] probabilities, int to) {
    Arrays.fill(scratch, 0, 2 * units, 0);
    int row = GATES * units;
    for (int step = 0; step < steps; step++) {
      System.arraycopy(cell, (width + units) * row, scratch, 2 * units, row);
      for (int i = 0; i < width; i++) {
        add(image[from + step * width + i], i * row, scratch);
      }
      for (int h = 0; h < units; h++) {
        add(scratch[h], (width + h) * row, scratch);
      }
      for (int h = 0; h < units; h++) {
        int sums = 2 * units + h;
        float memory =
            sigmoid(scratch[sums + units]) * scratch[units + h]
                + sigmoid(scratch[sums + 3 * units]) * tanh(scratch[sums]);
        scratch[units + h] = memory;
        scratch[h] = sigmoid(scratch[sums + 2 * units]) * tanh(memory);
      }
    }
    answer(scratch, probabilities, to);
  }

  private void add(float number, int at, float[] scratch) {
    if (number == 0) {
      return;
    }
    int sums = 2 * units;
    for (int i = 0; i < GATES * units; i++) {
      scratch[sums + i] += number * cell[at + i];
    }
  }

  private void answer(float[] state, float[] probabilities, int to) {
    System.arraycopy(output, units * classes, probabilities, to, classes);
    for (int h = 0; h < units; h++) {
      for (int c = 0; c < classes; c++) {
        probabilities[to + c] += state[h] * output[h * classes + c];
      }
    }
    Softmax.apply(probabilities, to, classes);
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /** By the exponential, which the machine computes faster than the hyperbolic tangent. */
  private static float tanh(float x) {
    return (float) (2 / (1 + Math.exp(-2.0 * x)) - 1);
  }

  @Override
  public void scoreSlowly(float[] image, int from, float[] probabilities, int to) {
    double[] state = new double[units];
    double[] memory = new double[units];
    for (int step = 0; step < steps; step++) {
      double[] before = state.clone();
      for (int h = 0; h < units; h++) {
        int start = from + step * width;
        double candidate = Math.tanh(sum(0, h, image, start, before));
        double forget = logistic(sum(1, h, image, start, before));
        double shown = logistic(sum(2, h, image, start, before));
        double taken = logistic(sum(3, h, image, start, before));
        memory[h] = forget * memory[h] + taken * candidate;
        state[h] = shown * Math.tanh(memory[h]);
      }
    }
    double[] scores = new double[classes];
    double all = 0;
    for (int c = 0; c < classes; c++) {
      scores[c] = output[units * classes + c];
      for (int h = 0; h < units; h++) {
        scores[c] += state[h] * output[h * classes + c];
      }
      all += Math.exp(scores[c]);
    }
    for (int c = 0; c < classes; c++) {
      probabilities[to + c] = (float) (Math.exp(scores[c]) / all);
    }
  }

  private double sum(int gate, int unit, float[] image, int from, double[] before) {
    int row = GATES * units;
    int column = gate * units + unit;
    double sum = cell[(width + units) * row + column];
    for (int i = 0; i < width; i++) {
      sum += (double) image[from + i] * cell[i * row + column];
    }
    for (int h = 0; h < units; h++) {
      sum += before[h] * cell[(width + h) * row + column];
    }
    return sum;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
