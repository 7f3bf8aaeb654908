package org.inkstream.trainer.bundling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.ReferenceProfile;
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
   * What to say of a reference of few images: that it is smaller than {@value #ENOUGH}, and that
   * its prediction sets cannot exclude a class; nothing of one that is large enough for both.
   */
  public static List<String> warnings(ReferenceProfile profile) {
    List<String> warnings = new ArrayList<>();
    long images = profile.events();
    if (images < ENOUGH) {
      String words =
          images < LEAST
              ? "%,d images are too few for a reference that tells drift; %,d are enough"
              : "%,d images make a coarse reference, by which drift is found late; %,d are enough";
      warnings.add(String.format(Locale.ROOT, words, images, ENOUGH));
    }
    profile
        .predictionSets()
        .filter(sets -> sets.images() < PredictionSets.leastImages(sets.coverage()))
        .ifPresent(
            sets ->
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "%,d images cannot exclude a class with a coverage of %s: every prediction"
                            + " set has all classes; it takes %,d images, or --coverage %s",
                        sets.images(),
                        sets.coverage(),
                        PredictionSets.leastImages(sets.coverage()),
                        most(sets.images()))));
    return warnings;
  }

  /** The highest coverage of four decimals that excludes classes with so many images. */
  private static String most(long images) {
    return BigDecimal.valueOf(images)
        .divide(BigDecimal.valueOf(images + 1), 4, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
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
