package org.inkstream.trainer.tree;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * How often an answer is right that is given with some confidence c: logit⁻¹(a ln c − b ln(1−c) +
 * d), which rises with c (Kull, Silva Filho and Flach 2017, "Beta Calibration").
 *
 * @param a of high confidences, not negative
 * @param b of low ones, not negative
 * @param d of all
 */
record BetaCalibration(double a, double b, double d) {

  /** Confidences closer to 0 or 1 count as this close. */
  private static final double MARGIN = 1e-6;

  private static final int MOST_STEPS = 100;

  /**
   * The most probable one, if each of its numbers is thought beforehand to differ from what changes
   * nothing (a = b = 1, d = 0) by a standard deviation of 1: so few answers change little, and a
   * thousand say nearly all.
   *
   * @param confidences of answers, 0 to 1
   * @param right whether each was right
   */
  static BetaCalibration fit(double[] confidences, boolean[] right) {
    boolean[] free = {true, true, true};
    while (true) {
      double[] numbers = fit(confidences, right, free);
      int lower = numbers[0] <= numbers[1] ? 0 : 1;
      if (numbers[lower] >= 0) {
        return new BetaCalibration(numbers[0], numbers[1], numbers[2]);
      }
      free[lower] = false;
    }
  }

  /**
   * By Newton's method, halving steps that lead upwards; the loss is convex.
   *
   * @param free those numbers that are not 0
   */
  private static double[] fit(double[] confidences, boolean[] right, boolean[] free) {
    double[] at = {free[0] ? 1 : 0, free[1] ? 1 : 0, 0};
    double loss = loss(confidences, right, at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] down = newtonStep(confidences, right, at, free);
      double share = 1;
      double[] next = moved(at, down, share);
      double nextLoss = loss(confidences, right, next);
      while (nextLoss > loss && share > 1e-9) {
        share /= 2;
        next = moved(at, down, share);
        nextLoss = loss(confidences, right, next);
      }
      if (!(loss - nextLoss > 1e-12 * loss)) {
        return at;
      }
      at = next;
      loss = nextLoss;
    }
    return at;
  }

  private static double[] moved(double[] from, double[] by, double share) {
    double[] to = from.clone();
    for (int k = 0; k < to.length; k++) {
      to[k] += share * by[k];
    }
    return to;
  }

  private static double loss(double[] confidences, boolean[] right, double[] numbers) {
    double sum = 0;
    for (int k = 0; k < numbers.length; k++) {
      double change = numbers[k] - usual(k);
      sum += change * change / 2;
    }
    for (int i = 0; i < confidences.length; i++) {
      double logit = logit(features(confidences[i]), numbers);
      double wrong = right[i] ? -logit : logit;
      sum += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }
    return sum;
  }

  private static double[] newtonStep(
      double[] confidences, boolean[] right, double[] numbers, boolean[] free) {
    double[] gradient = new double[3];
    double[][] curvature = new double[3][3];
    for (int k = 0; k < 3; k++) {
      gradient[k] = numbers[k] - usual(k);
      curvature[k][k] = 1;
    }
    for (int i = 0; i < confidences.length; i++) {
      double[] features = features(confidences[i]);
      double share = logistic(logit(features, numbers));
      for (int k = 0; k < 3; k++) {
        gradient[k] += (share - (right[i] ? 1 : 0)) * features[k];
        for (int l = k; l < 3; l++) {
          curvature[k][l] += share * (1 - share) * features[k] * features[l];
          // Not added up by itself: a product of the other order may be rounded otherwise, and
          // what is not the same to the last bits is refused as not symmetric.
          curvature[l][k] = curvature[k][l];
        }
      }
    }
    for (int k = 0; k < 3; k++) {
      if (!free[k]) {
        gradient[k] = 0;
        for (int l = 0; l < 3; l++) {
          curvature[k][l] = k == l ? 1 : 0;
          curvature[l][k] = curvature[k][l];
        }
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false))
        .getSolver()
        .solve(new ArrayRealVector(gradient, false))
        .mapMultiply(-1)
        .toArray();
  }

  private static double usual(int number) {
    return number < 2 ? 1 : 0;
  }

  /** Share of answers with this confidence that are right, above 0 and below 1. */
  double of(double confidence) {
    return logistic(logit(features(confidence), new double[] {a, b, d}));
  }

  private static double[] features(double confidence) {
    double inside = Math.max(MARGIN, Math.min(1 - MARGIN, confidence));
    return new double[] {Math.log(inside), -Math.log1p(-inside), 1};
  }

  private static double logit(double[] features, double[] numbers) {
    return features[0] * numbers[0] + features[1] * numbers[1] + features[2] * numbers[2];
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
