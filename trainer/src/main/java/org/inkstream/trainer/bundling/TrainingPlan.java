package org.inkstream.trainer.bundling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.fit.Recipe;

/**
 * What to train, and on what.
 *
 * @param recipe the family of models and its settings
 * @param scaling how grey values become the model's input
 * @param parting how the data set is parted
 * @param trainImages most images to learn from, at least 1
 * @param seed of every random choice
 * @param classWeights how much the images of each class count in training
 * @param coverage that the prediction sets promise, between 0 and 1, both excluded
 */
public record TrainingPlan(
    Recipe recipe,
    Scaling scaling,
    Parting parting,
    int trainImages,
    long seed,
    ClassWeights classWeights,
    double coverage) {

  private static final int MOST_VALIDATION = 5_000;
  static final int MOST_PROFILE = 10_000;

  /** Checks that everything is there. */
  public TrainingPlan {
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(parting, "parting");
    Objects.requireNonNull(classWeights, "classWeights");
    if (trainImages < 1) {
      throw new IllegalArgumentException("trainImages " + trainImages + " is less than 1");
    }
    if (!PredictionSets.isCoverage(coverage)) {
      throw new IllegalArgumentException("coverage " + coverage + " is not between 0 and 1");
    }
  }

  /** A plan whose prediction sets promise what is usual. */
  public TrainingPlan(
      Recipe recipe,
      Scaling scaling,
      Parting parting,
      int trainImages,
      long seed,
      ClassWeights classWeights) {
    this(recipe, scaling, parting, trainImages, seed, classWeights, PredictionSets.USUAL_COVERAGE);
  }

  /** A plan by a rule alone, in which all classes count as they are. */
  public TrainingPlan(Recipe recipe, Scaling scaling, SplitRule rule, int trainImages, long seed) {
    this(recipe, scaling, Parting.by(rule), trainImages, seed, ClassWeights.NONE);
  }

  /**
   * Parts a data set: of the images that are not for the test a twelfth for validation (at most
   * 5,000) and a sixth for the reference profile (at most 10,000), which are MNIST's numbers.
   *
   * @throws IllegalArgumentException if the set is too small to be parted, or cannot be parted so
   */
  public Split split(DataSet data) {
    return split(parting, seed, trainImages, data);
  }

  /** What {@link #split(DataSet)} gives, for whoever has but these of a plan. */
  static Split split(Parting parting, long seed, int trainImages, DataSet data) {
    int tests = data.test().map(ImageSet::count).orElse(0);
    int pool = parting.poolSize(data.train().count(), tests);
    int validation = Math.min(MOST_VALIDATION, pool / 12);
    int profile = Math.min(MOST_PROFILE, pool / 6);
    if (validation < 1 || profile < 1) {
      throw new IllegalArgumentException(
          "%d training images are too few, at least 12 are needed".formatted(pool));
    }
    Split split = parting.apply(data.train(), data.test(), seed, validation, profile);
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
    map.put("split", parting.rule().toString());
    parting.fold().ifPresent(fold -> map.put("fold", fold.toString()));
    if (parting.hasGroups()) {
      map.put("groups", "kept together");
    }
    map.put("classWeights", classWeights.toString());
    map.put("coverage", Double.toString(coverage));
    map.put("trainImages", Integer.toString(split.train().count()));
    map.put("validationImages", Integer.toString(split.validation().count()));
    map.put("profileImages", Integer.toString(split.profile().count()));
    split.digests().forEach((part, digest) -> map.put("digest." + part, digest));
    return map;
  }
}
