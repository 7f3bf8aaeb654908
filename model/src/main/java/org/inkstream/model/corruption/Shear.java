package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * Writing leans, as italics do. The middle row stays.
 *
 * @param slant pixels to the right for each row upwards
 */
record Shear(Signed slant) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    return new Affine(1, slant.draw(random), 0, 1, 0, 0).apply(pixels, width, height);
  }

  @Override
  public String toString() {
    return "shear:" + slant;
  }
}
