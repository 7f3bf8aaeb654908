package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * Each image turned, moved and zoomed by amounts of its own, as in "Failing Loudly" (Rabanser,
 * Günnemann and Lipton 2019, arXiv 1810.11953): by up to 10, 40 or 90 degrees, by up to 0.05, 0.2
 * or 0.4 of the width and of the height, and each side by a factor within 0.1, 0.2 or 0.4 of 1. All
 * are drawn evenly, and it is one sampling. What comes from outside is background.
 */
record ImageShift(Intensity intensity) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double angle = StrictMath.toRadians(evenly(random, intensity.of(10, 40, 90)));
    double shift = intensity.of(0.05, 0.2, 0.4);
    double right = evenly(random, shift) * width;
    double down = evenly(random, shift) * height;
    double zoom = intensity.of(0.1, 0.2, 0.4);
    double zoomX = 1 + evenly(random, zoom);
    double zoomY = 1 + evenly(random, zoom);
    return affine(angle, right, down, zoomX, zoomY).apply(pixels, width, height);
  }

  /**
   * Looks up each point zoomed, then moved, then turned: a zoom above 1 makes what is in the image
   * smaller.
   */
  static Affine affine(double angle, double right, double down, double zoomX, double zoomY) {
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    return new Affine(
        cosine * zoomX,
        -sine * zoomY,
        sine * zoomX,
        cosine * zoomY,
        cosine * right - sine * down,
        sine * right + cosine * down);
  }

  private static double evenly(RandomGenerator random, double range) {
    return (2 * random.nextDouble() - 1) * range;
  }

  @Override
  public String toString() {
    return "image:" + intensity;
  }
}
