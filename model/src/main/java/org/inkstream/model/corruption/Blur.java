package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * A lens out of focus: a Gaussian, cut at three standard deviations. Beyond the image's border the
 * border goes on.
 *
 * @param sigma standard deviation in pixels
 */
record Blur(double sigma) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    return Plane.of(pixels, width, height).blurred(sigma).pixels();
  }

  @Override
  public String toString() {
    return "blur:" + Amounts.text(sigma);
  }
}
