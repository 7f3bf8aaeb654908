package org.inkstream.model.conformal;

import java.util.Arrays;

/**
 * Conformal p-values of how unlike the calibration images an image is (Bates, Candès, Lei, Romano
 * and Sesia 2023, "Testing for outliers with conformal p-values"). Of images that come from where
 * the calibration images came from, the share whose p-value is at most any level is at most that
 * level in expectation, whatever the score is. Immutable; safe for use by many threads.
 *
 * @param level promised share of such images that are flagged, between 0 and 1, both excluded
 * @param images number of calibration images, at least 1
 * @param largest their largest scores, rising, as many as there are images or {@value #MOST}; the
 *     array is not copied, and nobody writes to it
 */
public record OutlierThreshold(double level, long images, float[] largest) {

  /** One in a thousand images like the calibration's may be flagged. */
  public static final double USUAL_LEVEL = 0.001;

  /** Scores that are kept: p-values are exact up to this share of the images. */
  public static final int MOST = 10_000;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the level is out of its range, or the scores are not rising
   *     or not as many as they should be
   */
  public OutlierThreshold {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level " + level + " is not between 0 and 1");
    }
    if (images < 1 || largest.length != Math.min(images, MOST)) {
      throw new IllegalArgumentException(
          "%d scores of %d images".formatted(largest.length, images));
    }
    for (int i = 0; i < largest.length; i++) {
      if (Float.isNaN(largest[i]) || (i > 0 && largest[i] < largest[i - 1])) {
        throw new IllegalArgumentException("the scores do not rise at index " + i);
      }
    }
  }

  /**
   * From the scores of calibration images.
   *
   * @param scores of at least one image, none NaN; not written to
   */
  public static OutlierThreshold calibrate(float[] scores, double level) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    int kept = Math.min(MOST, sorted.length);
    return new OutlierThreshold(
        level, sorted.length, Arrays.copyOfRange(sorted, sorted.length - kept, sorted.length));
  }

  /**
   * The share of images, this one among the calibration images, that are at least as unlike the
   * others. Of an image less unlike than all that are kept it is 1, which keeps the promise.
   *
   * @param score of the image; NaN is more unlike than any
   * @return above 0, at most 1
   */
  public double pValue(float score) {
    int below = 0;
    int end = largest.length;
    while (below < end) {
      int middle = (below + end) >>> 1;
      if (largest[middle] >= score) {
        end = middle;
      } else {
        below = middle + 1;
      }
    }
    long atLeast = below == 0 ? images : largest.length - below;
    return (1.0 + atLeast) / (1.0 + images);
  }

  /** Whether an image with this p-value is flagged. */
  public boolean flags(double pValue) {
    return pValue <= level;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutlierThreshold that
        && level == that.level
        && images == that.images
        && Arrays.equals(largest, that.largest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(largest);
  }

  @Override
  public String toString() {
    return "OutlierThreshold of level " + level + " by " + images + " images";
  }
}
