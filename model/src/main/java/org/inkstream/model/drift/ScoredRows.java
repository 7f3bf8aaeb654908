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
 * @param inkOffset what it then added: {@code input = ink x inkScale + inkOffset}
 */
public record ScoredRows(
    float[] inputs,
    int inputSize,
    float[] probabilities,
    int classes,
    float[] embeddings,
    int embeddingSize,
    double inkScale,
    double inkOffset) {

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
        inkOffset);
  }

  private static float[] part(float[] numbers, int row, int size) {
    return Arrays.copyOfRange(numbers, row * size, (row + 1) * size);
  }
}
