package org.inkstream.trainer.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

  /**
   * The measures of all images of several sets together, as if they had been measured as one.
   *
   * @param parts at least one, all of the same classes, no image in two of them
   */
  public static Evaluation pooled(List<Evaluation> parts) {
    Evaluation all = parts.get(0);
    for (Evaluation part : parts.subList(1, parts.size())) {
      all = all.and(part);
    }
    return all;
  }

  private Evaluation and(Evaluation other) {
    int both = images + other.images;
    double share = (double) images / both;
    int[][] counts = confusion();
    for (int truth = 0; truth < counts.length; truth++) {
      for (int answer = 0; answer < counts.length; answer++) {
        counts[truth][answer] += other.confusion[truth][answer];
      }
    }
    List<ReliabilityBin> bins =
        IntStream.range(0, reliability.size())
            .mapToObj(bin -> reliability.get(bin).and(other.reliability.get(bin)))
            .toList();
    return new Evaluation(
        both,
        share * accuracy + (1 - share) * other.accuracy,
        share * crossEntropy + (1 - share) * other.crossEntropy,
        share * brier + (1 - share) * other.brier,
        Metrics.expectedCalibrationError(bins),
        counts,
        bins);
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
