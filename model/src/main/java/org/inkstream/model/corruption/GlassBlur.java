package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Frosted glass: between two slight blurs every pixel changes places with one near it.
 *
 * @param reach how far it goes at most, in columns and in rows
 */
record GlassBlur(int reach) implements Change {

  private static final double SIGMA = 0.7;

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    Plane plane = Plane.of(pixels, width, height).blurred(SIGMA);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int otherX = near(x, width, random);
        int otherY = near(y, height, random);
        swap(plane.values(), y * width + x, otherY * width + otherX);
      }
    }
    return plane.blurred(SIGMA).pixels();
  }

  private int near(int at, int length, RandomGenerator random) {
    int other = at + random.nextInt(2 * reach + 1) - reach;
    return Math.max(0, Math.min(length - 1, other));
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }

  @Override
  public String toString() {
    return "glass-blur:" + reach;
  }
}
