package org.inkstream.trainer.bundling;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;

/**
 * The images of a reference profile.
 *
 * @param images held out from training and tuning, with labels
 * @param data where they are from, in words that mean something elsewhere too
 * @param seed they were chosen by
 */
public record ReferenceImages(ImageSet images, String data, long seed) {

  /** Fewer make no profile: of sixteen bins, each would have six images. */
  public static final int LEAST = 100;

  /** With fewer, the bins of the outermost thousandths have none. */
  public static final int ENOUGH = 1_000;

  /** As many as training takes. */
  public static final int USUAL = TrainingPlan.MOST_PROFILE;

  /**
   * Checks the number.
   *
   * @throws UnsuitableDataException if there are fewer than {@value #LEAST}
   */
  public ReferenceImages {
    Objects.requireNonNull(data, "data");
    if (images.count() < LEAST) {
      throw new UnsuitableDataException(
          String.format(
              Locale.ROOT,
              "%,d images are too few for a reference: of the 16 bins of each statistic every one"
                  + " would have a handful. It takes %,d, and %,d to be good",
              images.count(),
              LEAST,
              ENOUGH));
    }
  }

  /**
   * What to say of a reference that is smaller than {@value #ENOUGH} images; empty if it is not.
   *
   * @param images how many it has
   */
  public static Optional<String> warning(long images) {
    if (images >= ENOUGH) {
      return Optional.empty();
    }
    String words =
        images < LEAST
            ? "%,d images are too few for a reference that tells drift; %,d are enough"
            : "%,d images make a coarse reference, by which drift is found late; %,d are enough";
    return Optional.of(String.format(Locale.ROOT, words, images, ENOUGH));
  }

  /**
   * All images, or a fair choice of them.
   *
   * @param most how many at most, at least {@value #LEAST}
   * @param seed of the choice; the same seed and images give the same choice
   * @throws UnsuitableDataException if there are fewer than {@value #LEAST}
   */
  public static ReferenceImages choose(ImageSet from, int most, String data, long seed) {
    ImageSet chosen =
        from.count() <= most
            ? from
            : new SplitPlan(SplitRule.OFFICIAL, seed, 0, most).apply(from, from).profile();
    return new ReferenceImages(chosen, data, seed);
  }
}
