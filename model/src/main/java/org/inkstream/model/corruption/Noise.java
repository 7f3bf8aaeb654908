package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gaussian noise, drawn for every pixel; what leaves the range of a pixel is cut.
 *
 * @param sigma standard deviation, where 1 is full ink
 */
record Noise(double sigma) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    byte[] noisy = new byte[pixels.length];
    for (int i = 0; i < noisy.length; i++) {
      long value = Math.round((pixels[i] & 0xff) + 255 * sigma * random.nextGaussian());
      noisy[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return Optional.of(noisy);
  }

  @Override
  public String toString() {
    return "noise:" + Kind.text(sigma);
  }
}
