package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Gaussian noise, drawn for every pixel; what leaves the range of a pixel is cut.
 *
 * @param sigma standard deviation, where 1 is full ink
 */
record Noise(double sigma) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    byte[] noisy = new byte[pixels.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = Plane.pixel((pixels[i] & 0xff) + 255 * sigma * random.nextGaussian());
    }
    return noisy;
  }

  @Override
  public String toString() {
    return "noise:" + Amounts.text(sigma);
  }
}
