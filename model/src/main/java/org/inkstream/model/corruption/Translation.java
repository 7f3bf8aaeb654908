package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * A frame is cut in the wrong place. What leaves the image is lost.
 *
 * @param right pixels
 * @param down pixels
 */
record Translation(Signed right, Signed down) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double columns = right.draw(random);
    double rows = down.draw(random);
    return Affine.translation(columns, rows).apply(pixels, width, height);
  }

  @Override
  public String toString() {
    return "translate:" + right + (down.amount() == 0 ? "" : "," + down);
  }
}
