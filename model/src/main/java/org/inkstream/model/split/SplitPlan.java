package org.inkstream.model.split;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.inkstream.model.idx.ImageSet;

/**
 * How to part a data set. The same plan gives the same parts on every machine and Java version.
 *
 * @param rule where the parts come from
 * @param seed of the shuffle
 * @param validation images for early stopping and calibration, not negative
 * @param profile images for the drift reference, not negative
 */
public record SplitPlan(SplitRule rule, long seed, int validation, int profile) {

  /** Checks the sizes. */
  public SplitPlan {
    Objects.requireNonNull(rule, "rule");
    if (validation < 0 || profile < 0) {
      throw new IllegalArgumentException(
          "validation %d, profile %d: neither may be negative".formatted(validation, profile));
    }
  }

  /**
   * Parts a data set. The test part depends on the rule and the seed alone, and the profile part on
   * those and its own size: whoever knows the seed can name the images that were not learnt from.
   *
   * @param published the published training images
   * @param test the published test images, of the same size
   * @throws IllegalArgumentException if the sets do not fit together, or nothing is left to train
   *     on
   */
  public Split apply(ImageSet published, ImageSet test) {
    // java.util.Random: its numbers are part of its specification, unlike those of newer
    // generators.
    Random random = new Random(seed);
    if (rule == SplitRule.STRATIFIED) {
      throw new IllegalArgumentException("a stratified split is made by a Parting");
    }
    if (rule == SplitRule.OFFICIAL) {
      return part(published, shuffled(published.count(), random), test);
    }
    ImageSet all = published.and(test);
    int[] order = shuffled(all.count(), random);
    ImageSet stream = all.select(Arrays.copyOf(order, test.count()));
    return part(all, Arrays.copyOfRange(order, test.count(), order.length), stream);
  }

  private Split part(ImageSet pool, int[] order, ImageSet test) {
    long heldOut = (long) validation + profile;
    if (heldOut >= order.length) {
      throw new IllegalArgumentException(
          "validation %d and profile %d leave none of %d images to train on"
              .formatted(validation, profile, order.length));
    }
    return new Split(
        pool.select(Arrays.copyOfRange(order, (int) heldOut, order.length)),
        pool.select(Arrays.copyOfRange(order, profile, (int) heldOut)),
        pool.select(Arrays.copyOf(order, profile)),
        test);
  }

  /** The numbers below a count in a random order. */
  static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
