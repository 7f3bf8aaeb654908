package org.inkstream.trainer.family;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A setting of a family.
 *
 * @param name as it is typed
 * @param byDefault its value if nobody sets it
 * @param allowed what it must be, to go on after "must be"
 * @param meaning what it is, for people
 * @param fine whether a text is such a value
 */
public record Setting(
    String name, String byDefault, String allowed, String meaning, Predicate<String> fine) {

  /** A whole number. */
  static Setting whole(String name, int byDefault, int least, int most, String meaning) {
    return new Setting(
        name,
        Integer.toString(byDefault),
        "%d to %d".formatted(least, most),
        meaning,
        text -> isWhole(text, least, most));
  }

  /** A number between two others, both of them included. */
  static Setting number(String name, double byDefault, double least, double most, String meaning) {
    return new Setting(
        name,
        Double.toString(byDefault),
        "a number from %s to %s".formatted(least, most),
        meaning,
        text -> isNumber(text, number -> number >= least && number <= most));
  }

  /** A number from 0 to below 1. */
  static Setting share(String name, double byDefault, String meaning) {
    return new Setting(
        name,
        Double.toString(byDefault),
        "0 or more and below 1",
        meaning,
        text -> isNumber(text, number -> number >= 0 && number < 1));
  }

  /** Yes or no. */
  static Setting flag(String name, boolean byDefault, String meaning) {
    return choice(name, Boolean.toString(byDefault), meaning, "true", "false");
  }

  /** One of some words. */
  static Setting choice(String name, String byDefault, String meaning, String... words) {
    return new Setting(
        name,
        byDefault,
        "one of " + String.join(", ", words),
        meaning,
        Arrays.asList(words)::contains);
  }

  /** Sizes of hidden layers. */
  static Setting sizes(
      String name, List<Integer> byDefault, int mostLayers, int largest, String meaning) {
    return new Setting(
        name,
        String.join(",", byDefault.stream().map(Object::toString).toList()),
        "1 to %d sizes of 1 to %d, with commas between them".formatted(mostLayers, largest),
        meaning,
        text -> {
          String[] sizes = text.split(",", -1);
          return sizes.length <= mostLayers
              && Arrays.stream(sizes).allMatch(size -> isWhole(size, 1, largest));
        });
  }

  /** A line of help. */
  public String help() {
    return String.format(Locale.ROOT, "%s=%s  %s (%s)", name, byDefault, meaning, allowed);
  }

  private static boolean isWhole(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      return number >= least && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isNumber(String text, Predicate<Double> within) {
    try {
      return within.test(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
