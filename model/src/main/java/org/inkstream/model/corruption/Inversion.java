package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Ink and background change places.
 *
 * @param fraction share of the images to which it happens
 */
record Inversion(double fraction) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    if (random.nextDouble() >= fraction) {
      return pixels;
    }
    byte[] inverted = new byte[pixels.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~pixels[i];
    }
    return inverted;
  }

  @Override
  public String toString() {
    return fraction == 1 ? "invert" : "invert:" + Amounts.text(fraction);
  }
}
