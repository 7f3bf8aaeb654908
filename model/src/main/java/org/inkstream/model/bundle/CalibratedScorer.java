package org.inkstream.model.bundle;

import org.inkstream.model.scorer.Scorer;

/**
 * Temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks"): the logits are
 * divided by T before the softmax, which is p^(1/T) normalised.
 */
public final class CalibratedScorer implements Scorer {

  private final Scorer scorer;
  private final double power;

  private CalibratedScorer(Scorer scorer, double power) {
    this.scorer = scorer;
    this.power = power;
  }

  /**
   * The scorer's answers, calibrated; closing closes it.
   *
   * @param temperature T, above 0
   */
  public static Scorer of(Scorer scorer, double temperature) {
    return temperature == 1 ? scorer : new CalibratedScorer(scorer, 1 / temperature);
  }

  @Override
  public int inputSize() {
    return scorer.inputSize();
  }

  @Override
  public int classes() {
    return scorer.classes();
  }

  @Override
  public int maxBatch() {
    return scorer.maxBatch();
  }

  @Override
  public int embeddingSize() {
    return scorer.embeddingSize();
  }

  @Override
  public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
    scorer.score(inputs, count, probabilities, embeddings);
    int classes = scorer.classes();
    for (int row = 0; row < count; row++) {
      float largest = probabilities[row * classes];
      for (int i = row * classes + 1; i < (row + 1) * classes; i++) {
        largest = Math.max(largest, probabilities[i]);
      }
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        // Relative to the largest, so that not all of them vanish at a low temperature.
        double p = Math.pow(probabilities[i] / largest, power);
        probabilities[i] = (float) p;
        sum += p;
      }
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        probabilities[i] = (float) (probabilities[i] / sum);
      }
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
