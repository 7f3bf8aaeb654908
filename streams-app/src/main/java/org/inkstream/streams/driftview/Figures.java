package org.inkstream.streams.driftview;

import java.util.Locale;

/** Numbers that fit into a column. */
final class Figures {

  private static final String NONE = "-";

  private Figures() {}

  /** With about four significant digits; a dash for NaN. */
  static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return NONE;
    } else if (Double.isInfinite(value)) {
      return infinity(value);
    } else if (size != 0 && (size < 0.001 || size >= 100_000)) {
      return format("%.2e", value);
    } else if (size >= 1000) {
      return format("%.0f", value);
    } else if (size >= 100) {
      return format("%.1f", value);
    } else if (size >= 10) {
      return format("%.2f", value);
    }
    return format(size >= 1 ? "%.3f" : "%.4f", value);
  }

  /** With two decimals; a dash for NaN. */
  static String effect(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    } else if (Double.isInfinite(value)) {
      return infinity(value);
    }
    String text = format(Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    return text.equals("-0.00") ? "0.00" : text;
  }

  private static String infinity(double value) {
    return value > 0 ? "inf" : "-inf";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
