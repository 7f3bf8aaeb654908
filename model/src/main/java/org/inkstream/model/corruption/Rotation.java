package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * A scanner's page lies askew.
 *
 * @param degrees clockwise
 */
record Rotation(Signed degrees) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    return Affine.rotation(degrees.draw(random)).apply(pixels, width, height);
  }

  @Override
  public String toString() {
    return "rotate:" + degrees;
  }
}
