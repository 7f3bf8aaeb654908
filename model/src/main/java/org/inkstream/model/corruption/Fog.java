package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Uneven light that covers ink and background: {@code (pixel + density x fog) / (1 + density)},
 * where pixels and fog are from 0 to 1 and the fog is a plasma fractal.
 *
 * @param density 0 for none
 */
record Fog(double density) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    Plasma plasma = Plasma.draw(Math.max(width, height), random);
    byte[] foggy = new byte[pixels.length];
    for (int i = 0; i < foggy.length; i++) {
      double fog = 255 * plasma.at(i % width, i / width);
      foggy[i] = Plane.pixel(((pixels[i] & 0xff) + density * fog) / (1 + density));
    }
    return foggy;
  }

  @Override
  public String toString() {
    return "fog:" + Amounts.text(density);
  }
}
