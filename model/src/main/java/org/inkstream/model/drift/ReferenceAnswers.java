package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * How right a network was about the reference images, whose true classes are known. Immutable; the
 * arrays are shared inside this package and must not be written.
 *
 * @param confusion images by predicted class (row) and true class (column)
 * @param confidenceSum sum of the confidences
 * @param threshold confidence such that as many reference images are above it as were classified
 *     rightly (average thresholded confidence; Garg et al. 2022)
 */
record ReferenceAnswers(long[][] confusion, double confidenceSum, double threshold) {

  static ReferenceAnswers of(int classes, int[] predicted, int[] truth, double[] confidences) {
    long[][] confusion = new long[classes][classes];
    int right = 0;
    double sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      confusion[predicted[i]][truth[i]]++;
      right += predicted[i] == truth[i] ? 1 : 0;
      sum += confidences[i];
    }
    double[] sorted = confidences.clone();
    Arrays.sort(sorted);
    double threshold = right == 0 ? 2 : sorted[sorted.length - right];
    return new ReferenceAnswers(confusion, sum, threshold);
  }

  int classes() {
    return confusion.length;
  }

  long events() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  /** Images of each predicted class. */
  long[] predicted() {
    return Arrays.stream(confusion).mapToLong(row -> Arrays.stream(row).sum()).toArray();
  }

  long errors() {
    long right = 0;
    for (int c = 0; c < confusion.length; c++) {
      right += confusion[c][c];
    }
    return events() - right;
  }

  /** 0 to 1. */
  double accuracy() {
    return 1 - (double) errors() / events();
  }

  /** What the network believed of itself less what was true; 0 for a calibrated one. */
  double overconfidence() {
    return confidenceSum / events() - accuracy();
  }
}
