package org.inkstream.trainer.evaluate;

/**
 * Temperature scaling: one number that makes a network's confidence mean what it says, and changes
 * no decision (Guo et al. 2017, "On Calibration of Modern Neural Networks"). Probabilities p become
 * softmax(ln p / T): above 1 they soften, below 1 they sharpen. What is 0 stays 0, as it does where
 * models are served.
 *
 * @param value T, finite and above 0
 */
public record Temperature(double value) {

  /** Leaves probabilities as they are. */
  public static final Temperature NONE = new Temperature(1);

  private static final double LOWEST = 0.05;
  private static final double HIGHEST = 20;
  private static final double STEP = 0.1;
  private static final int NO_CLASS = -1;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Checks the value. */
  public Temperature {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("temperature " + value);
    }
  }

  /**
   * The temperature whose confidences fit best what became of these answers: of least mean of −ln c
   * over right answers and −ln(1 − c) over wrong ones, c being the answer's probability (top-label
   * calibration: Gupta and Ramdas 2022, "Top-Label Calibration and Multiclass-to-Binary
   * Reductions"). For two classes that is the cross-entropy. For more, the cross-entropy has to
   * make room for true classes that get next to nothing, and makes sure answers less sure than they
   * are right.
   *
   * <p>Between {@value #LOWEST} and {@value #HIGHEST}, the best of steps of a tenth of ln T, and
   * around it by golden-section search to a relative precision of 1e-6. If every answer is right
   * the optimum is the lower bound; with few images it says little.
   *
   * <p>Wrong answers with probability 1, as a forest of few trees may give, do not count: no
   * temperature makes them less sure.
   *
   * @param predictions of images that the network was not trained on
   */
  public static Temperature fit(Predictions predictions) {
    // Taken once: what follows asks for each of them some ninety times, epoch after epoch.
    double[] logs = logs(predictions);
    int steps = (int) Math.ceil((Math.log(HIGHEST) - Math.log(LOWEST)) / STEP);
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= steps; step++) {
      double at = Math.min(Math.log(LOWEST) + step * STEP, Math.log(HIGHEST));
      double loss = loss(predictions, logs, Math.exp(at));
      if (loss < least) {
        least = loss;
        best = at;
      }
    }
    double low = Math.max(best - STEP, Math.log(LOWEST));
    double high = Math.min(best + STEP, Math.log(HIGHEST));
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = loss(predictions, logs, Math.exp(left));
    double atRight = loss(predictions, logs, Math.exp(right));
    while (high - low > 1e-6) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = loss(predictions, logs, Math.exp(left));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = loss(predictions, logs, Math.exp(right));
      }
    }
    return new Temperature(Math.exp((low + high) / 2));
  }

  /** New predictions with probabilities softmax(ln p / T). */
  public Predictions apply(Predictions predictions) {
    int classes = predictions.classes();
    double[] logs = logs(predictions);
    float[] scaled = new float[logs.length];
    for (int i = 0; i < predictions.count(); i++) {
      int row = i * classes;
      double normaliser = logSum(logs, row, classes, value, NO_CLASS);
      for (int c = 0; c < classes; c++) {
        scaled[row + c] = (float) Math.exp(logs[row + c] / value - normaliser);
      }
    }
    return new Predictions(classes, scaled, predictions.labels());
  }

  /** ln p, row by row. */
  private static double[] logs(Predictions predictions) {
    float[] probabilities = predictions.probabilities();
    double[] logs = new double[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(probabilities[i]);
    }
    return logs;
  }

  private static double loss(Predictions predictions, double[] logs, double temperature) {
    int classes = predictions.classes();
    double sum = 0;
    for (int i = 0; i < predictions.count(); i++) {
      int row = i * classes;
      int answer = predictions.predicted(i);
      double all = logSum(logs, row, classes, temperature, NO_CLASS);
      double those =
          answer == predictions.labels()[i]
              ? logs[row + answer] / temperature
              : logSum(logs, row, classes, temperature, answer);
      if (those > Double.NEGATIVE_INFINITY) {
        sum += all - those;
      }
    }
    return sum / predictions.count();
  }

  /**
   * ln Σ exp(ln p / T) of one row, the largest term taken out so that nothing overflows.
   *
   * @param without class that is left out
   */
  private static double logSum(
      double[] logs, int row, int classes, double temperature, int without) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (c != without) {
        largest = Math.max(largest, logs[row + c] / temperature);
      }
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      if (c != without) {
        sum += Math.exp(logs[row + c] / temperature - largest);
      }
    }
    return largest + Math.log(sum);
  }
}
