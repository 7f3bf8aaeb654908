package org.inkstream.trainer.kernel;

import java.util.Arrays;
import org.inkstream.trainer.fit.Fitting;

/**
 * Linear machines over kernel features, one for each class against the others: the vector v of a
 * class is where |v - v₀|²/2 + c Σ w max(0, 1 - y v·φ)² is least, y being 1 for images of the class
 * and -1 for others, and w the weight of the image's own class. By Newton's method, whose steps
 * come from conjugate gradients (Keerthi and DeCoste 2005, "A Modified Finite Newton Method for
 * Fast Solution of Large Scale Linear SVMs"). All classes go side by side, because what takes time
 * is to pass over the images.
 */
final class SquaredHinge {

  private static final int MOST_GRADIENTS = 30;

  /** Of the first gradient: steps need not be more exact than their direction is. */
  private static final double STEP_TOLERANCE = 0.05;

  private static final double TOLERANCE = 1e-3;

  private final KernelFeatures features;
  private final int[] labels;
  private final int classes;
  private final double[] byLabel;

  /**
   * @param labels of the images of the features
   * @param byLabel for each class what the errors of its images weigh, c w
   */
  SquaredHinge(KernelFeatures features, int[] labels, int classes, double[] byLabel) {
    this.features = features;
    this.labels = labels;
    this.classes = classes;
    this.byLabel = byLabel.clone();
  }

  /**
   * The vectors.
   *
   * @param centre v₀ of each class: of each feature the classes
   * @param iterations most steps
   */
  double[] minimise(double[] centre, int iterations, Fitting task) {
    long start = task.nanoTime().getAsLong();
    double[] vectors = centre.clone();
    float[] scores = features.scores(vectors, classes);
    double[] losses = losses(vectors, centre, scores);
    double[] first = null;
    for (int i = 1; i <= iterations; i++) {
      double[] gradient = gradient(vectors, centre, scores);
      double[] norms = products(gradient, gradient);
      first = first == null ? norms : first;
      if (isSmall(norms, first, TOLERANCE)) {
        break;
      }
      double[] step = step(gradient, scores, task);
      losses = advance(vectors, centre, step, scores, losses);
      task.tell("step", i, iterations, start);
    }
    return vectors;
  }

  /** Goes along the step, half as far for each class for which that is no better. */
  private double[] advance(
      double[] vectors, double[] centre, double[] step, float[] scores, double[] losses) {
    float[] along = features.scores(step, classes);
    double[] length = new double[classes];
    Arrays.fill(length, 1);
    double[] best = losses;
    for (int halving = 0; halving < 10; halving++) {
      double[] tried = vectors.clone();
      float[] moved = scores.clone();
      for (int i = 0; i < tried.length; i++) {
        tried[i] += length[i % classes] * step[i];
      }
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (length[i % classes] * along[i]);
      }
      double[] found = losses(tried, centre, moved);
      boolean all = true;
      for (int k = 0; k < classes; k++) {
        if (!(found[k] <= losses[k])) {
          length[k] = halving == 8 ? 0 : length[k] / 2;
          all = false;
        }
      }
      if (all) {
        System.arraycopy(tried, 0, vectors, 0, tried.length);
        System.arraycopy(moved, 0, scores, 0, moved.length);
        best = found;
        break;
      }
    }
    return best;
  }

  private double[] losses(double[] vectors, double[] centre, float[] scores) {
    double[] sums = new double[classes];
    for (int i = 0; i < vectors.length; i++) {
      double away = vectors[i] - centre[i];
      sums[i % classes] += away * away / 2;
    }
    for (int i = 0; i < scores.length; i++) {
      double missing = 1 - sign(i) * scores[i];
      sums[i % classes] += missing > 0 ? c(i) * missing * missing : 0;
    }
    return sums;
  }

  private int sign(int i) {
    return labels[i / classes] == i % classes ? 1 : -1;
  }

  private double c(int i) {
    return byLabel[labels[i / classes]];
  }

  private double[] gradient(double[] vectors, double[] centre, float[] scores) {
    float[] errors = new float[scores.length];
    for (int i = 0; i < errors.length; i++) {
      int sign = sign(i);
      errors[i] = sign * scores[i] < 1 ? (float) (2 * c(i) * (scores[i] - sign)) : 0;
    }
    double[] gradient = features.sum(errors, classes);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += vectors[i] - centre[i];
    }
    return gradient;
  }

  /** Solves H s = -g, H being the second derivative at these scores. */
  private double[] step(double[] gradient, float[] scores, Fitting task) {
    double[] step = new double[gradient.length];
    double[] residual = new double[gradient.length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = -gradient[i];
    }
    double[] direction = residual.clone();
    double[] norms = products(residual, residual);
    double[] first = norms;
    for (int round = 0; round < MOST_GRADIENTS && !isSmall(norms, first, STEP_TOLERANCE); round++) {
      task.ifNotStopped();
      double[] curved = curvature(direction, scores);
      double[] curvatures = products(direction, curved);
      double[] before = norms;
      for (int i = 0; i < step.length; i++) {
        int k = i % classes;
        double length = curvatures[k] > 0 ? before[k] / curvatures[k] : 0;
        step[i] += length * direction[i];
        residual[i] -= length * curved[i];
      }
      norms = products(residual, residual);
      for (int i = 0; i < direction.length; i++) {
        int k = i % classes;
        double share = before[k] > 0 ? norms[k] / before[k] : 0;
        direction[i] = residual[i] + share * direction[i];
      }
    }
    return step;
  }

  private double[] curvature(double[] direction, float[] scores) {
    float[] along = features.scores(direction, classes);
    for (int i = 0; i < along.length; i++) {
      along[i] = sign(i) * scores[i] < 1 ? (float) (2 * c(i) * along[i]) : 0;
    }
    double[] curved = features.sum(along, classes);
    for (int i = 0; i < curved.length; i++) {
      curved[i] += direction[i];
    }
    return curved;
  }

  private double[] products(double[] one, double[] other) {
    double[] sums = new double[classes];
    for (int i = 0; i < one.length; i++) {
      sums[i % classes] += one[i] * other[i];
    }
    return sums;
  }

  private static boolean isSmall(double[] squares, double[] first, double tolerance) {
    for (int k = 0; k < squares.length; k++) {
      if (squares[k] > tolerance * tolerance * first[k]) {
        return false;
      }
    }
    return true;
  }
}
