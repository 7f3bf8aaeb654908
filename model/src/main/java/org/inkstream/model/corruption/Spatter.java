package org.inkstream.model.corruption;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Splashes of mud cover parts of the image: where blurred Gaussian noise is highest.
 *
 * @param share of the image that is covered
 */
record Spatter(double share) implements Change {

  /** A dark grey. */
  private static final byte MUD = 63;

  /** Of splashes in an image of 28 pixels; they grow with the image, up to a limit of work. */
  private static final double SIGMA = 1.3;

  private static final double LARGEST_SIGMA = 16;

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double[] noise = new double[pixels.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    double sigma = Math.min(LARGEST_SIGMA, SIGMA * Pen.unit(width, height));
    double[] wetness = new Plane(noise, width, height).blurred(sigma).values();
    double dry = threshold(wetness);
    byte[] spattered = pixels.clone();
    for (int i = 0; i < spattered.length; i++) {
      if (wetness[i] > dry) {
        spattered[i] = MUD;
      }
    }
    return spattered;
  }

  /** What the share, to the nearest pixel, exceeds. */
  private double threshold(double[] wetness) {
    double[] sorted = wetness.clone();
    Arrays.sort(sorted);
    int dry = (int) Math.round(sorted.length * (1 - share));
    return dry == 0 ? Double.NEGATIVE_INFINITY : sorted[dry - 1];
  }

  @Override
  public String toString() {
    return "spatter:" + Amounts.text(share);
  }
}
