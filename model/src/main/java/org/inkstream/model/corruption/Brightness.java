package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * More light, or less, on every pixel alike; what leaves the range of a pixel is cut.
 *
 * @param added where 1 is full ink
 */
record Brightness(double added) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    byte[] lit = new byte[pixels.length];
    for (int i = 0; i < lit.length; i++) {
      lit[i] = Plane.pixel((pixels[i] & 0xff) + 255 * added);
    }
    return lit;
  }

  @Override
  public String toString() {
    return "brightness:" + Amounts.text(added);
  }
}
