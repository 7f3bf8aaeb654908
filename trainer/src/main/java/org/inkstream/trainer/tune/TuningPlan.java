package org.inkstream.trainer.tune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.SearchRange;

/**
 * What is searched, and how.
 *
 * @param family whose settings are searched
 * @param quick whether values that are not searched are those of a quick training
 * @param fixed values that all trials have, by name
 * @param ranges what is searched, at least one
 * @param training everything but the recipe, which each trial has its own of
 * @param strategy how the time is spent
 * @param trials how many, at least 2
 * @param eta one in so many goes on to the next round, at least 2
 * @param goal what is best
 */
public record TuningPlan(
    ModelFamily family,
    boolean quick,
    Map<String, String> fixed,
    List<SearchRange> ranges,
    TrainingPlan training,
    Strategy strategy,
    int trials,
    int eta,
    Goal goal) {

  /** Copies, and checks the numbers. */
  public TuningPlan {
    fixed = Map.copyOf(fixed);
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty() || trials < 2 || eta < 2) {
      throw new IllegalArgumentException(
          "%d ranges, %d trials, one in %d goes on".formatted(ranges.size(), trials, eta));
    }
  }

  /** The trial of a number. */
  Trial trial(int number) {
    return Trial.of(number, fixed, ranges, training.seed());
  }

  /** The training of a trial from some images at most. */
  TrainingPlan training(Map<String, String> values, int images) {
    return new TrainingPlan(
        family.recipe(quick, values),
        training.scaling(),
        training.parting(),
        images,
        training.seed(),
        training.classWeights(),
        training.coverage());
  }

  /** Everything the results depend on, by name, so that no search goes on with another one's. */
  public Map<String, String> identity(DataSet data) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("family", family.toString());
    identity.put("labels", String.join(", ", data.labels()));
    identity.put("training images", data.train().digest());
    identity.put("test images", data.test().map(images -> images.digest()).orElse("none"));
    identity.put("split", training.parting().toString());
    identity.put("preprocess", training.scaling().toString());
    identity.put("class weights", training.classWeights().toString());
    identity.put("coverage", Double.toString(training.coverage()));
    int most = training.trainImages();
    identity.put("most images", most == Integer.MAX_VALUE ? "all" : Integer.toString(most));
    identity.put("seed", Long.toString(training.seed()));
    identity.put("quick", Boolean.toString(quick));
    identity.put("strategy", strategy.toString());
    identity.put("trials", Integer.toString(trials));
    identity.put("eta", Integer.toString(eta));
    identity.put("goal", goal.toString());
    fixed.keySet().stream().sorted().forEach(name -> identity.put("set " + name, fixed.get(name)));
    ranges.forEach(range -> identity.put("search " + range.setting(), range.toString()));
    return identity;
  }
}
