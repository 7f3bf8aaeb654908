package org.inkstream.trainer.compare;

import java.util.List;
import org.inkstream.trainer.evaluate.Evaluation;

/**
 * What one model, trained without a fold, made of that fold. The arrays are not copied.
 *
 * @param raw as the model answers by itself
 * @param calibrated after temperature scaling, as it is served
 * @param temperature found on the validation images
 * @param trainImages images that it learnt from
 * @param trainAccuracy on some of those
 * @param validation accuracy on the validation images
 * @param predicted class that it answers for each test image
 * @param worst wrong answers, the least probable truth first
 * @param cost what it takes
 */
public record Tested(
    Evaluation raw,
    Evaluation calibrated,
    double temperature,
    int trainImages,
    double trainAccuracy,
    double validation,
    int[] labels,
    int[] predicted,
    List<Mistake> worst,
    Cost cost) {

  /** Copies the list. */
  public Tested {
    worst = List.copyOf(worst);
  }
}
