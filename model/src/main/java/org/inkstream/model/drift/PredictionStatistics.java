package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;

/** Statistics of a network's answer. Pure. */
final class PredictionStatistics {

  /** So many besides one for each class. */
  static final int BESIDES = 4;

  private PredictionStatistics() {}

  /** Names, in the order of {@link #extract}. */
  static List<String> names(int classes) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("prediction.logProbability." + c);
    }
    names.add(FeatureMap.PREDICTED_CLASS);
    names.add("confidence.entropy");
    names.add("confidence.margin");
    names.add("confidence.certainty");
    return names;
  }

  /** Writes the statistics of one row; all finite for probabilities. */
  static void extract(ScoredRows rows, int row, double[] values, int to) {
    float[] p = rows.probabilities();
    int classes = rows.classes();
    int from = row * classes;
    int best = rows.predicted(row);
    double others = 0;
    double entropy = 0;
    double second = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      double log = log(p[from + c]);
      values[to + c] = log;
      entropy -= p[from + c] * log;
      if (c != best) {
        others += p[from + c];
        second = Math.max(second, log);
      }
    }
    int next = to + classes;
    values[next++] = best;
    values[next++] = entropy;
    // The difference of logarithms is that of the logits.
    values[next++] = classes == 1 ? 0 : values[to + best] - second;
    // 1 - p of the likeliest, added up from the others, because near 1 a float has few digits.
    values[next] = -log((float) others);
  }

  /** Probabilities are floats and may be rounded to 0, which counts as the smallest there is. */
  private static double log(float probability) {
    return Math.log(Math.max(probability, Float.MIN_VALUE));
  }
}
