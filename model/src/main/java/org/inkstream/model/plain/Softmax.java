package org.inkstream.model.plain;

/** From scores to probabilities. */
final class Softmax {

  private Softmax() {}

  /** Replaces the scores of one image, {@code classes} numbers from index {@code to} on. */
  static void apply(float[] scores, int to, int classes) {
    float largest = scores[to];
    for (int c = 1; c < classes; c++) {
      largest = Math.max(largest, scores[to + c]);
    }
    float sum = 0;
    for (int c = 0; c < classes; c++) {
      scores[to + c] = (float) Math.exp(scores[to + c] - largest);
      sum += scores[to + c];
    }
    for (int c = 0; c < classes; c++) {
      scores[to + c] /= sum;
    }
  }
}
