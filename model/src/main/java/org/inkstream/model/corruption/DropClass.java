package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Images of one class stop coming.
 *
 * @param dropped the class's index
 * @param fraction share of its images that are lost
 */
record DropClass(int dropped, double fraction) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    boolean lost = label == dropped && random.nextDouble() < fraction;
    return lost ? Optional.empty() : Optional.of(pixels);
  }

  @Override
  public OptionalInt speaksOf() {
    return OptionalInt.of(dropped);
  }

  @Override
  public String toString() {
    return "drop-class:" + dropped + (fraction == 1 ? "" : ":" + Amounts.text(fraction));
  }
}
