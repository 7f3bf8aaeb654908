package org.inkstream.model.conformal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Split-conformal prediction sets (Vovk, Gammerman and Shafer 2005; with the probability of the
 * true class as score, Sadinle, Lei and Wasserman 2019). An image's set has every class that is at
 * least as probable as the threshold, and always the most probable one. Of images that come from
 * where the calibration images came from, the share whose set has the true class is at least the
 * coverage in expectation, however wrong the probabilities are. Immutable; safe for use by many
 * threads.
 *
 * @param coverage promised share, between 0 and 1, both excluded
 * @param images number of calibration images, at least 1
 * @param threshold least probability of a class of the set, 0 to 1; 0 puts every class in, which is
 *     what too few calibration images make of a high coverage
 */
public record PredictionSets(double coverage, long images, float threshold) {

  /** One image in a thousand may have its true class left out. */
  public static final double USUAL_COVERAGE = 0.999;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the number that is out of its range
   */
  public PredictionSets {
    checkCoverage(coverage);
    if (images < 1) {
      throw new IllegalArgumentException(images + " calibration images");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not between 0 and 1");
    }
  }

  /**
   * The fewest calibration images with which a class can be excluded: the least n of which the ⌈(n
   * + 1) · coverage⌉-th largest is one. With fewer every set has all classes.
   *
   * @throws IllegalArgumentException if the coverage is out of its range
   */
  public static long leastImages(double coverage) {
    checkCoverage(coverage);
    // Solves (n + 1) · coverage <= n, but for what rounding does to the product in calibrate.
    long images = Math.max(1, (long) (coverage / (1 - coverage)) - 1);
    while (Math.ceil((images + 1) * coverage) > images) {
      images++;
    }
    return images;
  }

  /** Whether sets can promise it: between 0 and 1, both excluded. */
  public static boolean isCoverage(double coverage) {
    return coverage > 0 && coverage < 1;
  }

  /**
   * The sets with the highest threshold that keeps the promise. With n images it is the ⌈(n + 1) ·
   * coverage⌉-th largest of their probabilities, or 0 if there are too few for that.
   *
   * @param trueClass probability that the network gave the true class of each calibration image,
   *     none of which it was trained or tuned on; at least one, not written to
   * @throws IllegalArgumentException if there is none, or the coverage is out of its range
   */
  public static PredictionSets calibrate(float[] trueClass, double coverage) {
    checkCoverage(coverage);
    int images = trueClass.length;
    double rank = Math.ceil((images + 1) * coverage);
    float threshold = 0;
    if (rank <= images) {
      float[] sorted = trueClass.clone();
      Arrays.sort(sorted);
      // A probability in single precision may be a hair more than 1.
      threshold = Math.min(1, sorted[images - (int) rank]);
    }
    return new PredictionSets(coverage, images, threshold);
  }

  private static void checkCoverage(double coverage) {
    if (!isCoverage(coverage)) {
      throw new IllegalArgumentException("coverage " + coverage + " is not between 0 and 1");
    }
  }

  /**
   * Whether a class is in the set.
   *
   * @param probability of the class
   * @param mostProbable whether it is the answer
   */
  public boolean contains(float probability, boolean mostProbable) {
    return mostProbable || probability >= threshold;
  }

  /**
   * The set of one row of probabilities, classes rising.
   *
   * @param from where the row begins
   * @param classes its length
   * @param best the most probable class
   */
  public List<Integer> of(float[] probabilities, int from, int classes, int best) {
    List<Integer> set = new ArrayList<>(1);
    for (int c = 0; c < classes; c++) {
      if (contains(probabilities[from + c], c == best)) {
        set.add(c);
      }
    }
    return set;
  }
}
