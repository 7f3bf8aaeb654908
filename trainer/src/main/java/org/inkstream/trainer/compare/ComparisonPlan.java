package org.inkstream.trainer.compare;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Fold;
import org.inkstream.model.split.Parting;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.fit.ClassWeights;

/**
 * What is compared, and on what.
 *
 * @param candidates at least one, each of another family
 * @param parting how the data set is parted, without a fold
 * @param folds each of which is the test part once, at least 2; 1 takes the one test part that the
 *     parting gives
 * @param seed of every random choice; all families have the same parts
 * @param effort how much is looked at
 */
public record ComparisonPlan(
    List<Candidate> candidates, Parting parting, int folds, long seed, Effort effort) {

  /** Checks that the candidates can be told apart. */
  public ComparisonPlan {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty() || folds < 1 || parting.fold().isPresent()) {
      throw new IllegalArgumentException(candidates.size() + " candidates, " + folds + " folds");
    }
    Set<String> names = new HashSet<>();
    candidates.forEach(
        candidate -> {
          if (!names.add(candidate.name())) {
            throw new IllegalArgumentException("twice " + candidate.name());
          }
        });
  }

  /**
   * How one model is trained.
   *
   * @param fold from 1
   */
  TrainingPlan training(Candidate candidate, int fold, int trainImages) {
    return new TrainingPlan(
        candidate.recipe(),
        candidate.scaling(),
        folds == 1 ? parting : parting.withFold(new Fold(fold, folds)),
        trainImages,
        seed,
        ClassWeights.NONE);
  }

  /** Everything the results depend on, by name, so that no run goes on with another one's. */
  public Map<String, String> identity(DataSet data) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("labels", String.join(", ", data.labels()));
    identity.put("training images", described(data.train()));
    identity.put(
        "test images", data.test().map(ComparisonPlan::described).orElse("none published"));
    identity.put("split", parting.rule().toString());
    identity.put("groups", parting.hasGroups() ? "kept together" : "none");
    identity.put("folds", Integer.toString(folds));
    identity.put("seed", Long.toString(seed));
    identity.putAll(effort.settings());
    identity.put(
        "families", candidates.stream().map(Candidate::name).collect(Collectors.joining(", ")));
    candidates.forEach(candidate -> identity.putAll(candidate.settings()));
    return identity;
  }

  private static String described(ImageSet images) {
    return "%d of %d x %d, sha256 %s"
        .formatted(images.count(), images.width(), images.height(), images.digest());
  }
}
