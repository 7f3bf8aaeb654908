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
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Checks the value. */
  public Temperature {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("temperature " + value);
    }
  }

  /**
   * The temperature of least cross-entropy on these predictions, to a relative precision of 1e-6,
   * between {@value #LOWEST} and {@value #HIGHEST}.
   *
   * <p>Cross-entropy is convex in 1/T, so that golden-section search over ln T finds its only
   * minimum. If every image is right with room to spare the optimum is the lower bound; with few
   * images it says little.
   *
   * <p>Images whose true class has probability 0, as a forest of few trees may say, do not count:
   * no temperature gives it any.
   *
   * @param predictions of images that the network was not trained on
   */
  public static Temperature fit(Predictions predictions) {
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = crossEntropy(predictions, Math.exp(left));
    double atRight = crossEntropy(predictions, Math.exp(right));
    while (high - low > 1e-6) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = crossEntropy(predictions, Math.exp(left));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = crossEntropy(predictions, Math.exp(right));
      }
    }
    return new Temperature(Math.exp((low + high) / 2));
  }

  /** New predictions with probabilities softmax(ln p / T). */
  public Predictions apply(Predictions predictions) {
    int classes = predictions.classes();
    float[] scaled = new float[predictions.probabilities().length];
    for (int i = 0; i < predictions.count(); i++) {
      double normaliser = logSum(predictions, i, value);
      for (int c = 0; c < classes; c++) {
        scaled[i * classes + c] =
            (float) Math.exp(Math.log(predictions.probability(i, c)) / value - normaliser);
      }
    }
    return new Predictions(classes, scaled, predictions.labels());
  }

  private static double crossEntropy(Predictions predictions, double temperature) {
    double sum = 0;
    for (int i = 0; i < predictions.count(); i++) {
      double ofTruth = predictions.probability(i, predictions.labels()[i]);
      if (ofTruth > 0) {
        sum += logSum(predictions, i, temperature) - Math.log(ofTruth) / temperature;
      }
    }
    return sum / predictions.count();
  }

  /** ln Σ exp(ln p / T), the largest term taken out so that nothing overflows. */
  private static double logSum(Predictions predictions, int image, double temperature) {
    double largest = Math.log(predictions.confidence(image)) / temperature;
    double sum = 0;
    for (int c = 0; c < predictions.classes(); c++) {
      sum += Math.exp(Math.log(predictions.probability(image, c)) / temperature - largest);
    }
    return largest + Math.log(sum);
  }
}
