package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Outlines in place of strokes: full ink on the edges, none elsewhere. After Canny, "A
 * Computational Approach to Edge Detection" (1986): a Gaussian, Sobel's gradient, edges thinned to
 * one pixel, and of the weaker ones those that hang together with strong ones.
 *
 * @param sigma standard deviation of the Gaussian in pixels
 */
record CannyEdges(double sigma) implements Change {

  /** Of Sobel's gradient, which is 4 where full ink stands beside none. */
  private static final double WEAK = 0.1;

  private static final double STRONG = 0.2;

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    Plane smooth = Plane.of(pixels, width, height).blurred(sigma);
    return new EdgeMap(smooth).traced(255 * WEAK, 255 * STRONG);
  }

  @Override
  public String toString() {
    return "canny-edges:" + Amounts.text(sigma);
  }
}
