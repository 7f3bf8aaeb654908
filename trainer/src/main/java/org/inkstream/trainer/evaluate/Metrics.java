package org.inkstream.trainer.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Measures of predictions. Pure functions; safe for use by many threads. */
public final class Metrics {

  /** Bins of {@link #reliability}. */
  public static final int RELIABILITY_BINS = 15;

  private Metrics() {}

  /** Share of images whose most probable class is the true one, 0 to 1. */
  public static double accuracy(Predictions predictions) {
    int correct = 0;
    for (int i = 0; i < predictions.count(); i++) {
      if (predictions.correct(i)) {
        correct++;
      }
    }
    return (double) correct / predictions.count();
  }

  /** Mean of −ln p over the images, p the probability of the true class; in nats. */
  public static double crossEntropy(Predictions predictions) {
    double sum = 0;
    for (int i = 0; i < predictions.count(); i++) {
      sum -= predictions.logProbability(i, predictions.labels()[i]);
    }
    return sum / predictions.count();
  }

  /**
   * Brier's score: mean over the images of the squared distance between the row of probabilities
   * and the row that is 1 at the true class and 0 elsewhere. 0 is perfect, 2 is worst (Brier 1950,
   * the form for several classes).
   */
  public static double brier(Predictions predictions) {
    double sum = 0;
    for (int i = 0; i < predictions.count(); i++) {
      for (int c = 0; c < predictions.classes(); c++) {
        double target = c == predictions.labels()[i] ? 1 : 0;
        double error = predictions.probability(i, c) - target;
        sum += error * error;
      }
    }
    return sum / predictions.count();
  }

  /** Counts of images: the row is the true class, the column the predicted one. */
  public static int[][] confusion(Predictions predictions) {
    int[][] counts = new int[predictions.classes()][predictions.classes()];
    for (int i = 0; i < predictions.count(); i++) {
      counts[predictions.labels()[i]][predictions.predicted(i)]++;
    }
    return counts;
  }

  /**
   * The images in {@value #RELIABILITY_BINS} bins of equal width by confidence, the lowest first,
   * empty bins included. A confidence on a boundary belongs to the bin below it.
   */
  public static List<ReliabilityBin> reliability(Predictions predictions) {
    int[] counts = new int[RELIABILITY_BINS];
    int[] correct = new int[RELIABILITY_BINS];
    double[] confidences = new double[RELIABILITY_BINS];
    for (int i = 0; i < predictions.count(); i++) {
      double confidence = predictions.confidence(i);
      int bin = (int) Math.ceil(confidence * RELIABILITY_BINS) - 1;
      // A row of single-precision probabilities can sum to a hair more than 1.
      bin = Math.max(0, Math.min(RELIABILITY_BINS - 1, bin));
      counts[bin]++;
      confidences[bin] += confidence;
      if (predictions.correct(i)) {
        correct[bin]++;
      }
    }
    List<ReliabilityBin> bins = new ArrayList<>(RELIABILITY_BINS);
    for (int b = 0; b < RELIABILITY_BINS; b++) {
      int count = counts[b];
      bins.add(
          new ReliabilityBin(
              (double) b / RELIABILITY_BINS,
              (double) (b + 1) / RELIABILITY_BINS,
              count,
              count == 0 ? 0 : confidences[b] / count,
              count == 0 ? 0 : (double) correct[b] / count));
    }
    return List.copyOf(bins);
  }

  /**
   * Expected calibration error: mean over the images of their bin's gap between mean confidence and
   * accuracy (Naeini et al. 2015; Guo et al. 2017, equation 3), over the bins of {@link
   * #reliability}.
   */
  public static double expectedCalibrationError(Predictions predictions) {
    return expectedCalibrationError(reliability(predictions));
  }

  /** The same of images that are in bins already; at least one of them has some. */
  static double expectedCalibrationError(List<ReliabilityBin> bins) {
    double sum = 0;
    long images = 0;
    for (ReliabilityBin bin : bins) {
      sum += bin.count() * Math.abs(bin.confidence() - bin.accuracy());
      images += bin.count();
    }
    return sum / images;
  }
}
