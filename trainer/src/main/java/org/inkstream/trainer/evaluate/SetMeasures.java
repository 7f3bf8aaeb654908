package org.inkstream.trainer.evaluate;

import java.util.List;
import org.inkstream.model.conformal.PredictionSets;

/**
 * How prediction sets do on labelled images.
 *
 * @param coverage share of images whose set has the true class, 0 to 1
 * @param meanSize classes in a set, on average, at least 1
 * @param ambiguous share of images whose set has more than one class, 0 to 1
 */
public record SetMeasures(double coverage, double meanSize, double ambiguous) {

  /** Measures the sets of predictions whose probabilities are calibrated. */
  public static SetMeasures of(Predictions predictions, PredictionSets sets) {
    long covered = 0;
    long classes = 0;
    long several = 0;
    for (int i = 0; i < predictions.count(); i++) {
      List<Integer> set =
          sets.of(
              predictions.probabilities(),
              i * predictions.classes(),
              predictions.classes(),
              predictions.predicted(i));
      covered += set.contains(predictions.labels()[i]) ? 1 : 0;
      classes += set.size();
      several += set.size() > 1 ? 1 : 0;
    }
    double images = predictions.count();
    return new SetMeasures(covered / images, classes / images, several / images);
  }
}
