package org.inkstream.streams.scoring;

import java.util.Arrays;
import org.inkstream.model.scorer.Scorer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores a batch so that one bad image does not take the others along: when scoring throws, the
 * batch is halved until the culprit is alone. Owned by one thread.
 */
final class CarefulScorer {

  private static final Logger LOG = LoggerFactory.getLogger(CarefulScorer.class);

  private final Scorer scorer;
  private final float[] probabilities;
  private final float[] embeddings;
  private final String[] failures;

  CarefulScorer(Scorer scorer) {
    this.scorer = scorer;
    this.probabilities = new float[scorer.maxBatch() * scorer.classes()];
    this.embeddings = new float[scorer.maxBatch() * scorer.embeddingSize()];
    this.failures = new String[scorer.maxBatch()];
  }

  /** Scores the first {@code count} images; {@link #failure} says which of them got no answer. */
  void score(float[] inputs, int count) {
    Arrays.fill(failures, null);
    try {
      scorer.score(inputs, count, probabilities, embeddings);
    } catch (RuntimeException e) {
      LOG.warn("event=batch-failed images={} error={}", count, e.toString());
      halve(inputs, 0, count, e);
    }
    for (int row = 0; row < count; row++) {
      if (failures[row] == null && !isDistribution(row)) {
        failures[row] = "the network's answer is not a probability distribution";
      }
    }
  }

  /** One row of probabilities after another. */
  float[] probabilities() {
    return probabilities;
  }

  /** One embedding after another. */
  float[] embeddings() {
    return embeddings;
  }

  /** Why an image got no answer; null if it got one. */
  String failure(int row) {
    return failures[row];
  }

  private void halve(float[] inputs, int from, int count, RuntimeException cause) {
    if (count == 1) {
      failures[from] = cause.toString();
      return;
    }
    int half = count / 2;
    part(inputs, from, half);
    part(inputs, from + half, count - half);
  }

  private void part(float[] inputs, int from, int count) {
    int inputSize = scorer.inputSize();
    int classes = scorer.classes();
    float[] part = Arrays.copyOfRange(inputs, from * inputSize, (from + count) * inputSize);
    float[] answers = new float[count * classes];
    float[] embedded = new float[count * scorer.embeddingSize()];
    try {
      scorer.score(part, count, answers, embedded);
      System.arraycopy(answers, 0, probabilities, from * classes, answers.length);
      System.arraycopy(embedded, 0, embeddings, from * scorer.embeddingSize(), embedded.length);
    } catch (RuntimeException e) {
      halve(inputs, from, count, e);
    }
  }

  private boolean isDistribution(int row) {
    double sum = 0;
    for (int i = row * scorer.classes(); i < (row + 1) * scorer.classes(); i++) {
      float p = probabilities[i];
      // Written so that NaN fails.
      if (!(p >= 0 && p <= 1.001f)) {
        return false;
      }
      sum += p;
    }
    return Math.abs(sum - 1) < 0.01;
  }
}
