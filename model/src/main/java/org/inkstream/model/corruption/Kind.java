package org.inkstream.model.corruption;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How one kind of corruption is written. A new kind is a new record of {@link Corruption} and a new
 * line in {@link #ALL}.
 *
 * @param amount what follows the name and a colon, as shown to users; in brackets if it may be left
 *     out
 * @param rule what the amount must be, in words
 * @param parser from the amount ("" if left out); throws IllegalArgumentException if it is none
 */
record Kind(String name, String amount, String rule, Function<String, Corruption> parser) {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9})");
  private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

  private static final List<Kind> ALL =
      List.of(
          number("rotate", "DEGREES", -360, 360, Rotation::new),
          new Kind(
              "translate",
              ":RIGHT[,DOWN]",
              "RIGHT and DOWN must be numbers from -2048 to 2048",
              Kind::translation),
          number("scale", "FACTOR", 0.05, 20, Scaling::new),
          number("noise", "SIGMA", 0, 1, Noise::new),
          new Kind(
              "invert", "[:FRACTION]", "FRACTION must be a number from 0 to 1", Kind::inversion),
          number("blur", "SIGMA", 0, 50, Blur::new),
          new Kind(
              "drop-class",
              ":LABEL[:FRACTION]",
              "LABEL must be a class's number, FRACTION a number from 0 to 1",
              Kind::dropClass));

  static Corruption parse(String text) {
    String[] parts = text.strip().split(":", 2);
    for (Kind kind : ALL) {
      if (kind.name.equals(parts[0])) {
        return kind.corruption(text, parts.length == 1 ? "" : parts[1]);
      }
    }
    throw new IllegalArgumentException(
        "corruption '%s': no such kind; allowed: %s".formatted(text, String.join(", ", forms())));
  }

  static List<String> forms() {
    return ALL.stream().map(kind -> kind.name + kind.amount).toList();
  }

  /** A number as it is parsed: without an exponent and without needless zeros. */
  static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Kind number(
      String name, String amount, double min, double max, DoubleFunction<Corruption> factory) {
    return new Kind(
        name,
        ":" + amount,
        "%s must be a number from %s to %s".formatted(amount, text(min), text(max)),
        text -> factory.apply(numberIn(text, min, max)));
  }

  private Corruption corruption(String text, String given) {
    try {
      return parser.apply(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "corruption '%s': %s; the form is %s%s".formatted(text, rule, name, amount), e);
    }
  }

  private static Corruption translation(String amount) {
    String[] steps = amount.split(",", -1);
    if (steps.length > 2) {
      throw new IllegalArgumentException(amount);
    }
    return new Translation(
        numberIn(steps[0], -2048, 2048), steps.length == 1 ? 0 : numberIn(steps[1], -2048, 2048));
  }

  private static Corruption inversion(String amount) {
    return new Inversion(amount.isEmpty() ? 1 : numberIn(amount, 0, 1));
  }

  private static Corruption dropClass(String amount) {
    String[] parts = amount.split(":", -1);
    if (parts.length > 2 || !INDEX.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException(amount);
    }
    return new DropClass(
        Integer.parseInt(parts[0]), parts.length == 1 ? 1 : numberIn(parts[1], 0, 1));
  }

  private static double numberIn(String text, double min, double max) {
    // Double.parseDouble alone would take NaN, 1f and hexadecimals.
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    double number = Double.parseDouble(text);
    if (number < min || number > max) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }
}
