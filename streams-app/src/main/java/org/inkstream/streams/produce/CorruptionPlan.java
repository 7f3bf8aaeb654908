package org.inkstream.streams.produce;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.idx.ImageSet;

/**
 * What happens to which images of a stream.
 *
 * @param corruptions in the order in which they happen
 * @param fraction share of the images to which they happen, by chance
 * @param after how many images are sent before they begin
 */
public record CorruptionPlan(List<Corruption> corruptions, double fraction, long after) {

  /** Checks and copies. */
  public CorruptionPlan {
    corruptions = List.copyOf(corruptions);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "corrupt-fraction " + fraction + " is not a number from 0 to 1");
    }
    if (after < 0) {
      throw new IllegalArgumentException("corrupt-after " + after + " is less than 0");
    }
  }

  /** The same for every image, from the first on. */
  public static CorruptionPlan always(List<Corruption> corruptions) {
    return new CorruptionPlan(corruptions, 1, 0);
  }

  /**
   * An image of a set, as it is sent.
   *
   * <p>The first draw decides whether anything happens: with a larger fraction the same images are
   * hit in the same way, and others besides.
   *
   * @param number how many were sent before it
   * @param random this image's alone, so that its fate does not depend on the images before it
   * @return empty if it is lost
   */
  Optional<byte[]> image(ImageSet images, int index, long number, RandomGenerator random) {
    byte[] pixels = images.image(index);
    boolean hit = random.nextDouble() < fraction;
    return hit && number >= after
        ? Corruption.applyAll(
            corruptions, pixels, images.width(), images.height(), images.label(index), random)
        : Optional.of(pixels);
  }
}
