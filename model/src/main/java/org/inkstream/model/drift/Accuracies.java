package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;
import org.inkstream.schemas.AccuracyEstimate;

/** Estimates of a window's accuracy when no labels came. */
final class Accuracies {

  static final String MEAN_CONFIDENCE = "mean-confidence";
  static final String THRESHOLDED_CONFIDENCE = "thresholded-confidence";
  static final String CLASS_MIX = "class-mix";

  /** A fall of the estimate that matters, if it is not chance. */
  private static final double FALL = 0.01;

  private static final double NOT_CHANCE = 3;

  private Accuracies() {}

  /**
   * All estimates; those by confidence only if statistics were taken, none without events.
   *
   * @param reference how right the network was about the reference images
   * @param counts the window's
   * @param sums of the window's statistics
   */
  static List<AccuracyEstimate> of(
      ReferenceAnswers reference, WindowCounts counts, StatisticSums sums) {
    List<AccuracyEstimate> estimates = new ArrayList<>();
    if (sums.events() > 0) {
      estimates.add(meanConfidence(reference, sums));
      estimates.add(thresholdedConfidence(reference, sums));
    }
    if (counts.events() > 0) {
      estimates.add(classMix(reference, counts));
    }
    return estimates;
  }

  /**
   * Whether an estimate by confidence has fallen by a point or more, and by more than chance. That
   * by the class mix does not count: the mix may have changed with nothing being wrong.
   */
  static boolean haveFallen(List<AccuracyEstimate> estimates) {
    return estimates.stream()
        .filter(each -> !each.getMethod().equals(CLASS_MIX))
        .anyMatch(
            each -> {
              double fall = each.getReferenceAccuracy() - each.getAccuracy();
              return fall >= FALL && fall >= NOT_CHANCE * each.getStandardError();
            });
  }

  /**
   * The mean calibrated confidence, less what it is too large by on the reference (difference of
   * confidences; Guillory et al. 2021).
   */
  private static AccuracyEstimate meanConfidence(ReferenceAnswers reference, StatisticSums sums) {
    long m = sums.events();
    double mean = sums.confidence() / m;
    double variance = Math.max(0, sums.confidenceSquared() / m - mean * mean);
    return estimate(MEAN_CONFIDENCE, mean - reference.overconfidence(), variance / m, reference);
  }

  /**
   * The share of events above the confidence that leaves as many reference images above as are
   * right (Garg et al. 2022).
   */
  private static AccuracyEstimate thresholdedConfidence(
      ReferenceAnswers reference, StatisticSums sums) {
    long m = sums.events();
    double share = (double) sums.confident() / m;
    return estimate(THRESHOLDED_CONFIDENCE, share, share * (1 - share) / m, reference);
  }

  /**
   * The accuracy on the reference less the total variation between the mixes of the predicted
   * classes now and there. If the mix of the true classes is what it was, at least so many events
   * more must have been given to a wrong class: the estimate is an upper bound, and close where a
   * network that is lost prefers a few classes. Less the variation that as many events have by
   * chance, half the sum of the mean absolute differences of the shares, taken as normal.
   */
  private static AccuracyEstimate classMix(ReferenceAnswers reference, WindowCounts counts) {
    double n = reference.events();
    double m = counts.events();
    long[] before = reference.predicted();
    double variation = 0;
    double byChance = 0;
    double variance = 0;
    for (int c = 0; c < before.length; c++) {
      double p = before[c] / n;
      double spread = p * (1 - p) * (1 / n + 1 / m);
      variation += Math.abs(counts.ofClass(c) / m - p) / 2;
      byChance += Math.sqrt(2 * spread / Math.PI) / 2;
      variance += spread * (1 - 2 / Math.PI) / 4;
    }
    return estimate(
        CLASS_MIX, reference.accuracy() - Math.max(0, variation - byChance), variance, reference);
  }

  private static AccuracyEstimate estimate(
      String method, double accuracy, double variance, ReferenceAnswers reference) {
    double right = reference.accuracy();
    double ofReference = right * (1 - right) / reference.events();
    return new AccuracyEstimate(
        method, Math.max(0, Math.min(1, accuracy)), Math.sqrt(variance + ofReference), right);
  }
}
