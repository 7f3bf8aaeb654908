package org.inkstream.trainer.evaluate;

/**
 * What a network said about labelled images. The arrays are not copied; whoever makes the
 * predictions gives them away.
 *
 * @param classes number of classes, at least 2
 * @param probabilities one row of probabilities for each image, one row after another
 * @param labels true class of each image, below classes
 */
public record Predictions(int classes, float[] probabilities, int[] labels) {

  /**
   * Probabilities below this count as this where a logarithm is taken: single precision rounds the
   * probability of an unlikely class to zero, which must not make a mean infinite.
   */
  public static final double FLOOR = 1e-12;

  /** Checks that the arrays fit each other. */
  public Predictions {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes");
    }
    if (labels.length == 0) {
      throw new IllegalArgumentException("no images");
    }
    if (probabilities.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "%d probabilities for %d images of %d classes"
              .formatted(probabilities.length, labels.length, classes));
    }
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("label " + label + " of " + classes + " classes");
      }
    }
  }

  /** Number of images. */
  public int count() {
    return labels.length;
  }

  /** The probability of one class for one image. */
  public double probability(int image, int label) {
    return probabilities[image * classes + label];
  }

  /** Natural logarithm of a probability, no less than that of {@link #FLOOR}. */
  public double logProbability(int image, int label) {
    return Math.log(Math.max(FLOOR, probability(image, label)));
  }

  /** The most probable class of one image, the first of equals. */
  public int predicted(int image) {
    int from = image * classes;
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (probabilities[from + c] > probabilities[from + best]) {
        best = c;
      }
    }
    return best;
  }

  /** The probability of the most probable class of one image. */
  public double confidence(int image) {
    return probability(image, predicted(image));
  }

  /** Whether the most probable class of one image is the true one. */
  public boolean correct(int image) {
    return predicted(image) == labels[image];
  }
}
