package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * A frame is cut in the wrong place. What leaves the image is lost.
 *
 * @param right pixels
 * @param down pixels
 */
record Translation(double right, double down) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    return Optional.of(Affine.translation(right, down).apply(pixels, width, height));
  }

  @Override
  public String toString() {
    return "translate:" + Kind.text(right) + (down == 0 ? "" : "," + Kind.text(down));
  }
}
