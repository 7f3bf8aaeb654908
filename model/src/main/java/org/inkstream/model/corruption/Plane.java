package org.inkstream.model.corruption;

/**
 * An image in numbers from 0 to 255, for what takes more than one step. Beyond its border the
 * border goes on.
 *
 * @param values width x height, row by row
 */
record Plane(double[] values, int width, int height) {

  static Plane of(byte[] pixels, int width, int height) {
    double[] values = new double[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return new Plane(values, width, height);
  }

  /** The pixel nearest to a number: what leaves the range of a pixel is cut. */
  static byte pixel(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }

  byte[] pixels() {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixel(values[i]);
    }
    return pixels;
  }

  /** The value at a pixel, or at the one nearest to it if it is outside. */
  double at(int x, int y) {
    return values[clamp(y, height) * width + clamp(x, width)];
  }

  /** The value between pixels, interpolated bilinearly. */
  double between(double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    double upper = at(left, top) + right * (at(left + 1, top) - at(left, top));
    double lower = at(left, top + 1) + right * (at(left + 1, top + 1) - at(left, top + 1));
    return upper + down * (lower - upper);
  }

  /** Convolved with a Gaussian that is cut at three standard deviations. */
  Plane blurred(double sigma) {
    double[] weights = gaussian(sigma);
    double[] across = new double[values.length];
    for (int y = 0; y < height; y++) {
      average(weights, values, across, y * width, 1, width);
    }
    double[] both = new double[values.length];
    for (int x = 0; x < width; x++) {
      average(weights, across, both, x, width, height);
    }
    return new Plane(both, width, height);
  }

  /** Averages one line of an image: numbers that begin at an index and are a step apart. */
  private static void average(
      double[] weights, double[] from, double[] to, int begin, int step, int length) {
    int reach = weights.length / 2;
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        sum += weights[k + reach] * from[begin + clamp(i + k, length) * step];
      }
      to[begin + i * step] = sum;
    }
  }

  private static double[] gaussian(double sigma) {
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

  private static int clamp(int i, int length) {
    return Math.max(0, Math.min(length - 1, i));
  }
}
