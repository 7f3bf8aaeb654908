package org.inkstream.model.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * What each pixel is compared with: {@code input = (value - mean) / deviation}.
 *
 * @param mean one for each pixel, row by row, finite
 * @param deviation as many, finite and above 0
 */
public record PixelNorm(float[] mean, float[] deviation) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException naming the first number that is impossible
   */
  public PixelNorm {
    Objects.requireNonNull(mean, "mean");
    Objects.requireNonNull(deviation, "deviation");
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "means of %d pixels, deviations of %d".formatted(mean.length, deviation.length));
    }
    for (int i = 0; i < mean.length; i++) {
      // The reciprocal is what is computed with.
      float factor = 1 / deviation[i];
      if (!Float.isFinite(mean[i]) || !(factor > 0) || !Float.isFinite(factor)) {
        throw new IllegalArgumentException(
            "pixel %d has mean %s and deviation %s".formatted(i, mean[i], deviation[i]));
      }
    }
    mean = mean.clone();
    deviation = deviation.clone();
  }

  /** Number of pixels. */
  int size() {
    return mean.length;
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] deviation() {
    return deviation.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PixelNorm norm
        && Arrays.equals(mean, norm.mean)
        && Arrays.equals(deviation, norm.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }
}
