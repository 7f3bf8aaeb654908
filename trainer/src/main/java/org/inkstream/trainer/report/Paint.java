package org.inkstream.trainer.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours of charts that stand for variables of the style sheet, which has other values in the
 * dark. What is drawn has to have some colour: each of these is taken by no other.
 */
enum Paint {
  /** Text and axes. */
  INK("--ink"),
  /** Lines that lead the eye. */
  GRID("--grid"),
  /** Of the families, in their order; then again. */
  SERIES_1("--series-1"),
  SERIES_2("--series-2"),
  SERIES_3("--series-3"),
  SERIES_4("--series-4"),
  SERIES_5("--series-5"),
  SERIES_6("--series-6"),
  SERIES_7("--series-7"),
  SERIES_8("--series-8");

  static final Color NONE = new Color(0, 0, 0, 0);

  private static final int RED = 3;
  private static final int GREEN = 5;
  private static final Pattern WRITTEN =
      Pattern.compile("rgb\\(" + RED + "," + GREEN + ",([0-9]+)\\)");

  private final String variable;

  Paint(String variable) {
    this.variable = variable;
  }

  /** What is drawn with. */
  Color color() {
    return new Color(RED, GREEN, ordinal());
  }

  /** Of the family with this number, from 0. */
  static Color series(int number) {
    Paint[] all = Arrays.copyOfRange(values(), SERIES_1.ordinal(), values().length);
    return all[number % all.length].color();
  }

  /** SVG with the variables in place of the colours. */
  static String variables(String svg) {
    return WRITTEN
        .matcher(svg)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "var(" + values()[Integer.parseInt(found.group(1))].variable + ")"));
  }
}
