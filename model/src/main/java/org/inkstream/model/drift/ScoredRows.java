package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * A scored batch as drift statistics see it. The arrays are not copied: a view for the time until
 * the batch is used again.
 *
 * @param inputs encoded images as given to the scorer, one after another
 * @param inputSize numbers in one encoded image, at least 1
 * @param probabilities calibrated probabilities as the scorer gave them, one row after another
 * @param classes number of classes, at least 1
 * @param embeddings embeddings as the scorer gave them, one row after another
 * @param embeddingSize numbers in one embedding; 0 if there are none
 * @param inkScale what the encoder multiplied ink (0 to 1) by; not 0
 * @param inkOffset what it then added: {@code value = ink x inkScale + inkOffset}
 * @param pixelMeans what it then took from each pixel; empty if nothing
 * @param pixelDeviations as many: what it then divided by, {@code input = (value - mean) /
 *     deviation}
 */
public record ScoredRows(
    float[] inputs,
    int inputSize,
    float[] probabilities,
    int classes,
    float[] embeddings,
    int embeddingSize,
    double inkScale,
    double inkOffset,
    float[] pixelMeans,
    float[] pixelDeviations) {

  private static final float[] NONE = {};
  private static final int FULL_INK = 255;

  /** Of images whose pixels were all encoded alike. */
  public ScoredRows(
      float[] inputs,
      int inputSize,
      float[] probabilities,
      int classes,
      float[] embeddings,
      int embeddingSize,
      double inkScale,
      double inkOffset) {
    this(
        inputs,
        inputSize,
        probabilities,
        classes,
        embeddings,
        embeddingSize,
        inkScale,
        inkOffset,
        NONE,
        NONE);
  }

  /** Writes the ink of a row, from 0 to 1, that its input was made of. */
  void ink(int row, float[] ink) {
    // Copied first: in a loop over one array the compiler does several numbers at once.
    System.arraycopy(inputs, row * inputSize, ink, 0, ink.length);
    float offset = (float) inkOffset;
    float scale = (float) (1 / inkScale);
    if (pixelMeans.length == 0) {
      for (int pixel = 0; pixel < ink.length; pixel++) {
        ink[pixel] = (ink[pixel] - offset) * scale;
      }
      return;
    }
    for (int pixel = 0; pixel < ink.length; pixel++) {
      float value = ink[pixel] * pixelDeviations[pixel] + pixelMeans[pixel];
      // Ink came in 256 steps. Rounded to them, blank is blank again.
      ink[pixel] = Math.round((value - offset) * scale * FULL_INK) * (1f / FULL_INK);
    }
  }

  /** Index of the most probable class of a row; the first of several that are equally probable. */
  public int predicted(int row) {
    int from = row * classes;
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (probabilities[from + i] > probabilities[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /** A copy of one row, as a batch of its own. */
  public ScoredRows row(int row) {
    return new ScoredRows(
        part(inputs, row, inputSize),
        inputSize,
        part(probabilities, row, classes),
        classes,
        part(embeddings, row, embeddingSize),
        embeddingSize,
        inkScale,
        inkOffset,
        pixelMeans,
        pixelDeviations);
  }

  private static float[] part(float[] numbers, int row, int size) {
    return Arrays.copyOfRange(numbers, row * size, (row + 1) * size);
  }
}
