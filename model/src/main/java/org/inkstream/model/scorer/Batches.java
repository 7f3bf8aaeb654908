package org.inkstream.model.scorer;

/** What every scorer does with its arguments and its logits. */
final class Batches {

  private Batches() {}

  static void check(
      Scorer scorer, float[] inputs, int count, float[] probabilities, float[] embeddings) {
    if (count < 0 || count > scorer.maxBatch()) {
      throw new IllegalArgumentException(
          "batch of " + count + " images; this scorer takes 0 to " + scorer.maxBatch());
    }
    if (inputs.length < count * scorer.inputSize()) {
      throw new IllegalArgumentException(
          "inputs hold "
              + inputs.length
              + " numbers; "
              + count
              + " images need "
              + count * scorer.inputSize());
    }
    if (probabilities.length < count * scorer.classes()) {
      throw new IllegalArgumentException(
          "probabilities hold "
              + probabilities.length
              + " numbers; "
              + count
              + " images need "
              + count * scorer.classes());
    }
    if (embeddings.length > 0 && embeddings.length < count * scorer.embeddingSize()) {
      throw new IllegalArgumentException(
          "embeddings hold "
              + embeddings.length
              + " numbers; "
              + count
              + " images need "
              + count * scorer.embeddingSize());
    }
  }

  /** Softmax in place, less the largest logit so that nothing overflows. */
  static void softmax(float[] values, int from, int length) {
    float largest = values[from];
    for (int i = 1; i < length; i++) {
      largest = Math.max(largest, values[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double e = Math.exp(values[from + i] - largest);
      values[from + i] = (float) e;
      sum += e;
    }
    for (int i = 0; i < length; i++) {
      values[from + i] = (float) (values[from + i] / sum);
    }
  }
}
