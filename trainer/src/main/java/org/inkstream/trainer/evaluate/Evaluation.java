package org.inkstream.trainer.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All measures of one set of predictions. See {@link Metrics} for what each means.
 *
 * @param images number of images
 * @param accuracy 0 to 1
 * @param crossEntropy nats an image
 * @param brier 0 to 2
 * @param ece expected calibration error, 0 to 1
 * @param confusion rows are true classes, columns predicted ones
 * @param reliability bins of confidence
 */
public record Evaluation(
    int images,
    double accuracy,
    double crossEntropy,
    double brier,
    double ece,
    int[][] confusion,
    List<ReliabilityBin> reliability) {

  /** Copies the collections. */
  public Evaluation {
    confusion = copy(confusion);
    reliability = List.copyOf(reliability);
  }

  /** Measures predictions. */
  public static Evaluation of(Predictions predictions) {
    return new Evaluation(
        predictions.count(),
        Metrics.accuracy(predictions),
        Metrics.crossEntropy(predictions),
        Metrics.brier(predictions),
        Metrics.expectedCalibrationError(predictions),
        Metrics.confusion(predictions),
        Metrics.reliability(predictions));
  }

  /** A copy of the counts. */
  @Override
  public int[][] confusion() {
    return copy(confusion);
  }

  /** The single numbers by the names under which they are published, in a fixed order. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", accuracy);
    metrics.put("crossEntropy", crossEntropy);
    metrics.put("brier", brier);
    metrics.put("ece", ece);
    return metrics;
  }

  private static int[][] copy(int[][] counts) {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }
}
