package org.inkstream.model.drift.detect;

/** Logarithms of large and small numbers. StrictMath: the same bits on every machine. */
final class LogMath {

  /** From here on Stirling's series with three terms is exact to a double's last digits. */
  private static final double STIRLING = 32;

  private LogMath() {}

  /**
   * ln of the rising factorial a (a + 1) ... (a + x - 1) = Gamma(a + x) / Gamma(a). Computed as one
   * difference, because of two logarithms of Gamma no digit is left where a is large and x small.
   *
   * @param a positive and finite
   * @param x not negative
   */
  static double rising(double a, long x) {
    double product = 0;
    double from = a;
    long left = x;
    while (left > 0 && (from < STIRLING || left <= 4)) {
      product += StrictMath.log(from);
      from++;
      left--;
    }
    if (left == 0) {
      return product;
    }
    double to = from + left;
    return product
        + (from - 0.5) * StrictMath.log1p(left / from)
        + left * (StrictMath.log(to) - 1)
        + remainder(to)
        - remainder(from);
  }

  /** What Stirling's series adds to (z - 1/2) ln z - z + ln(2 pi) / 2. */
  private static double remainder(double z) {
    double square = z * z;
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / z;
  }

  /** ln(1 + exp(x)). */
  static double onePlusExp(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  /** ln of the mean of the exponentials. */
  static double meanExp(double[] logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - most);
    }
    return most + StrictMath.log(sum / logs.length);
  }
}
