package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * A camera is nearer or farther. The size of the image stays.
 *
 * @param factor above 1 for larger
 */
record Scaling(double factor) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    return Affine.scaling(factor).apply(pixels, width, height);
  }

  @Override
  public String toString() {
    return "scale:" + Amounts.text(factor);
  }
}
