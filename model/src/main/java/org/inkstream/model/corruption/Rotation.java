package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inkstream.model.image.Affine;

/**
 * A scanner's page lies askew.
 *
 * @param degrees clockwise
 */
record Rotation(double degrees) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    return Optional.of(Affine.rotation(degrees).apply(pixels, width, height));
  }

  @Override
  public String toString() {
    return "rotate:" + Kind.text(degrees);
  }
}
