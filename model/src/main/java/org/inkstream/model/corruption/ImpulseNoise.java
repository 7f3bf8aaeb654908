package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Salt and pepper: pixels fail, half of them to full ink, half to none.
 *
 * @param fraction share of the pixels that fail
 */
record ImpulseNoise(double fraction) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    byte[] noisy = pixels.clone();
    for (int i = 0; i < noisy.length; i++) {
      double drawn = random.nextDouble();
      if (drawn < fraction) {
        noisy[i] = (byte) (drawn < fraction / 2 ? 0 : 255);
      }
    }
    return noisy;
  }

  @Override
  public String toString() {
    return "impulse-noise:" + Amounts.text(fraction);
  }
}
