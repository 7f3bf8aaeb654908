package org.inkstream.trainer.bundling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.Recipe;

/**
 * What to train, and on what.
 *
 * @param recipe the family of models and its settings
 * @param scaling how grey values become the model's input
 * @param rule how the data set is parted
 * @param trainImages most images to learn from, at least 1
 * @param seed of every random choice
 */
public record TrainingPlan(
    Recipe recipe, Scaling scaling, SplitRule rule, int trainImages, long seed) {

  private static final int MOST_VALIDATION = 5_000;
  static final int MOST_PROFILE = 10_000;

  /** Checks that everything is there. */
  public TrainingPlan {
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(rule, "rule");
    if (trainImages < 1) {
      throw new IllegalArgumentException("trainImages " + trainImages + " is less than 1");
    }
  }

  /**
   * Parts a data set: of the published training images a twelfth for validation (at most 5,000) and
   * a sixth for the reference profile (at most 10,000), which are MNIST's numbers.
   *
   * @throws IllegalArgumentException if the set is too small to be parted
   */
  Split split(ImageSet published, ImageSet test) {
    return split(rule, seed, trainImages, published, test);
  }

  /** What {@link #split(ImageSet, ImageSet)} gives, for whoever has but these of a plan. */
  static Split split(
      SplitRule rule, long seed, int trainImages, ImageSet published, ImageSet test) {
    int validation = Math.min(MOST_VALIDATION, published.count() / 12);
    int profile = Math.min(MOST_PROFILE, published.count() / 6);
    if (validation < 1 || profile < 1) {
      throw new IllegalArgumentException(
          "%d training images are too few, at least 12 are needed".formatted(published.count()));
    }
    Split split = new SplitPlan(rule, seed, validation, profile).apply(published, test);
    if (split.train().count() <= trainImages) {
      return split;
    }
    // The part is shuffled, so that its first images are a fair choice.
    int[] first = new int[trainImages];
    Arrays.setAll(first, i -> i);
    return new Split(
        split.train().select(first), split.validation(), split.profile(), split.test());
  }

  /** Everything the result depends on, by name. */
  Map<String, String> asMap(Split split) {
    Map<String, String> map = new LinkedHashMap<>(recipe.settings());
    map.put("preprocess", scaling.toString());
    map.put("split", rule.toString());
    map.put("trainImages", Integer.toString(split.train().count()));
    map.put("validationImages", Integer.toString(split.validation().count()));
    map.put("profileImages", Integer.toString(split.profile().count()));
    split.digests().forEach((part, digest) -> map.put("digest." + part, digest));
    return map;
  }
}
