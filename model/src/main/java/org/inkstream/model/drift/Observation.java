package org.inkstream.model.drift;

/**
 * What drift statistics may know of one scored event: a statistic that needs more adds a component
 * here. Immutable.
 *
 * @param meanInk mean ink of the image as the network saw it, 0 (empty) to 1 (all ink)
 * @param probabilities probability of each class, in the order of the model's labels; at least one;
 *     copied
 */
public record Observation(double meanInk, float[] probabilities) {

  /** Checks and copies. Values that are not numbers are allowed: they are counted in no bin. */
  public Observation {
    if (probabilities.length == 0) {
      throw new IllegalArgumentException("an observation needs at least one probability");
    }
    probabilities = probabilities.clone();
  }

  /**
   * The observation of one row of a scored batch.
   *
   * @param inputs encoded images as given to the scorer, one after another
   * @param inputSize numbers in one encoded image, at least 1
   * @param outputs probabilities as the scorer gave them, one row after another
   * @param classes number of classes, at least 1
   * @param row which image of the batch, from 0
   * @param scale what the encoder multiplied ink (0 to 1) by; not 0
   * @param offset what it then added: {@code input = ink * scale + offset}
   */
  public static Observation ofRow(
      float[] inputs,
      int inputSize,
      float[] outputs,
      int classes,
      int row,
      double scale,
      double offset) {
    double sum = sum(inputs, row * inputSize, (row + 1) * inputSize);
    float[] probabilities = new float[classes];
    System.arraycopy(outputs, row * classes, probabilities, 0, classes);
    return new Observation((sum / inputSize - offset) / scale, probabilities);
  }

  /** A copy of the probabilities. */
  @Override
  public float[] probabilities() {
    return probabilities.clone();
  }

  /** Index of the most probable class; the first of several that are equally probable. */
  public int predicted() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The largest probability; NaN if one of them is. */
  double confidence() {
    double largest = 0;
    for (float p : probabilities) {
      largest = Math.max(largest, p);
    }
    return largest;
  }

  /** Shannon entropy of the probabilities in nats, with 0 ln 0 = 0; NaN if one of them is. */
  double entropy() {
    double sum = 0;
    for (float p : probabilities) {
      // Written so that NaN is not skipped. StrictMath: the same bits on every machine.
      if (!(p <= 0)) {
        sum -= p * StrictMath.log(p);
      }
    }
    return sum;
  }

  /**
   * Four sums side by side, because in one each addition waits for the one before, which takes
   * three times as long. The order is fixed, so the result has the same bits everywhere; for
   * encoded gray levels every partial sum is exact, so that any order gives these bits.
   */
  private static double sum(float[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return (a + b) + (c + d);
  }
}
