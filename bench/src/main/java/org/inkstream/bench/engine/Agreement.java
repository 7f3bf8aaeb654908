package org.inkstream.bench.engine;

/**
 * Whether two engines answer alike.
 *
 * @param images how many were compared
 * @param largestDifference of a probability
 * @param otherLabels images with another label, unless their two classes are as good as equally
 *     probable
 * @param ties images with another label whose two classes are as good as equally probable
 */
public record Agreement(int images, double largestDifference, int otherLabels, int ties) {

  /** How far two probabilities may be from each other. */
  public static final double TOLERANCE = 1e-4;

  /**
   * Compares row by row.
   *
   * @param expected rows of probabilities, one after another
   * @param found as many rows
   */
  public static Agreement of(float[] expected, float[] found, int classes) {
    if (expected.length != found.length || expected.length % classes != 0) {
      throw new IllegalArgumentException(
          "%d and %d probabilities of %d classes"
              .formatted(expected.length, found.length, classes));
    }
    double largest = 0;
    int others = 0;
    int ties = 0;
    for (int from = 0; from < expected.length; from += classes) {
      for (int i = from; i < from + classes; i++) {
        double difference = Math.abs(expected[i] - found[i]);
        // Written so that NaN is the largest of all.
        largest = difference <= largest ? largest : difference;
      }
      int here = label(expected, from, classes);
      int there = label(found, from, classes);
      if (here != there) {
        boolean tie = expected[from + here] - expected[from + there] <= 2 * TOLERANCE;
        ties += tie ? 1 : 0;
        others += tie ? 0 : 1;
      }
    }
    return new Agreement(expected.length / classes, largest, others, ties);
  }

  /** True if the two may be measured against each other. */
  public boolean holds() {
    return otherLabels == 0 && largestDifference <= TOLERANCE;
  }

  /** The most probable class of the row that begins at an index; the first of equals. */
  public static int label(float[] probabilities, int from, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = probabilities[from + i] > probabilities[from + best] ? i : best;
    }
    return best;
  }
}
