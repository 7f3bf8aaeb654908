package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A lens out of focus: a Gaussian, cut at three standard deviations. Beyond the image's border the
 * border goes on.
 *
 * @param sigma standard deviation in pixels
 */
record Blur(double sigma) implements Corruption {

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    double[] weights = weights();
    double[] image = new double[pixels.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = pixels[i] & 0xff;
    }
    double[] across = new double[pixels.length];
    for (int y = 0; y < height; y++) {
      average(weights, image, across, y * width, 1, width);
    }
    for (int x = 0; x < width; x++) {
      average(weights, across, image, x, width, height);
    }
    byte[] blurred = new byte[pixels.length];
    for (int i = 0; i < image.length; i++) {
      blurred[i] = (byte) Math.round(image[i]);
    }
    return Optional.of(blurred);
  }

  /** Averages one line of an image: numbers that begin at an index and are a step apart. */
  private static void average(
      double[] weights, double[] from, double[] to, int begin, int step, int length) {
    int reach = weights.length / 2;
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        int at = Math.max(0, Math.min(length - 1, i + k));
        sum += weights[k + reach] * from[begin + at * step];
      }
      to[begin + i * step] = sum;
    }
  }

  private double[] weights() {
    int reach = (int) Math.ceil(3 * sigma);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      double deviations = reach == 0 ? 0 : k / sigma;
      weights[k + reach] = StrictMath.exp(-deviations * deviations / 2);
      sum += weights[k + reach];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  @Override
  public String toString() {
    return "blur:" + Kind.text(sigma);
  }
}
