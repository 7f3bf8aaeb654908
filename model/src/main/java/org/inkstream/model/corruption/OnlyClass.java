package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Images of all classes but one stop coming.
 *
 * @param kept the class's index
 */
record OnlyClass(int kept) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    return label == kept ? Optional.of(pixels) : Optional.empty();
  }

  @Override
  public OptionalInt speaksOf() {
    return OptionalInt.of(kept);
  }

  @Override
  public String toString() {
    return "only-class:" + kept;
  }
}
