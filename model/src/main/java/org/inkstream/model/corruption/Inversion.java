package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Ink and background change places.
 *
 * @param fraction share of the images to which it happens
 */
record Inversion(double fraction) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    if (random.nextDouble() >= fraction) {
      return Optional.of(pixels);
    }
    byte[] inverted = new byte[pixels.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~pixels[i];
    }
    return Optional.of(inverted);
  }

  @Override
  public String toString() {
    return fraction == 1 ? "invert" : "invert:" + Kind.text(fraction);
  }
}
