package org.inkstream.model.corruption;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers as users write them. What is none throws IllegalArgumentException. */
final class Amounts {

  // Double.parseDouble alone would take NaN, 1f and hexadecimals.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9})");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

  private Amounts() {}

  static double number(String text, double min, double max) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    double number = Double.parseDouble(text);
    if (number < min || number > max) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  /** A number without a sign. */
  static double unsigned(String text, double max) {
    if (text.startsWith("+") || text.startsWith("-")) {
      throw new IllegalArgumentException(text);
    }
    return number(text, 0, max);
  }

  static int whole(String text, int min, int max) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return (int) number(text, min, max);
  }

  /** A number as it is parsed: without an exponent and without needless zeros. */
  static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
