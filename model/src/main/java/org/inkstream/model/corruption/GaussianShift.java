package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Gaussian noise as in "Failing Loudly" (Rabanser, Günnemann and Lipton 2019, arXiv 1810.11953):
 * standard deviation 1, 10 or 100 of 255 grey levels, cut and rounded to whole levels. With the
 * smallest, rounding leaves 38 % of the pixels between black and full ink as they were.
 */
record GaussianShift(Intensity intensity) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    return new Noise(intensity.of(1, 10, 100) / 255).apply(pixels, width, height, random);
  }

  @Override
  public String toString() {
    return "gaussian:" + intensity;
  }
}
