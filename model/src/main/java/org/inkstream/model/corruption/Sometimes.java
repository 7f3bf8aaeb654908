package org.inkstream.model.corruption;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * A corruption of some of the images only.
 *
 * @param share of the images, chosen by chance
 */
record Sometimes(Corruption corruption, double share) implements Corruption {

  Sometimes {
    Objects.requireNonNull(corruption, "corruption");
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " is not from 0 to 1");
    }
  }

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    return random.nextDouble() < share
        ? corruption.apply(pixels, width, height, label, random)
        : Optional.of(pixels);
  }

  @Override
  public OptionalInt speaksOf() {
    return corruption.speaksOf();
  }

  @Override
  public String toString() {
    return corruption + "@" + Amounts.text(share);
  }
}
