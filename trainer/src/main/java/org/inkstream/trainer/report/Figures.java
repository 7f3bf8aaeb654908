package org.inkstream.trainer.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

  private Figures() {}

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String interval(double lower, double upper) {
    return String.format(Locale.ROOT, "%.2f to %.2f %%", 100 * lower, 100 * upper);
  }

  static String decimal(double number, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", number);
  }

  static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** Megabytes of 1,000,000 bytes. */
  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, bytes < 1e7 ? "%.2f MB" : "%.1f MB", bytes / 1e6);
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }

  /** A chance; below a thousandth of a thousandth more digits tell nothing. */
  static String chance(double p) {
    return p < 1e-6 ? "below 0.000001" : String.format(Locale.ROOT, p < 0.001 ? "%.6f" : "%.3f", p);
  }
}
