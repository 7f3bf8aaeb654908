package org.inkstream.trainer.family;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values of a setting among which a search looks: some words, or all numbers from one to another.
 *
 * @param setting name of the setting
 * @param words one of which is drawn, all alike; empty for numbers
 * @param low lowest number; 0 for words
 * @param high highest number; 0 for words
 * @param whole whether numbers have no fraction
 */
public record SearchRange(
    String setting, List<String> words, double low, double high, boolean whole) {

  private static final Pattern NUMBERS = Pattern.compile("(.+?)\\.\\.(.+)");

  /** As many as people compare at a glance. */
  private static final MathContext DIGITS = new MathContext(3);

  /** From here on numbers are drawn by their magnitude. */
  private static final double WIDE = 10;

  /** Copies. */
  public SearchRange {
    words = List.copyOf(words);
  }

  static SearchRange numbers(String setting, double low, double high) {
    return new SearchRange(setting, List.of(), low, high, false);
  }

  static SearchRange whole(String setting, int low, int high) {
    return new SearchRange(setting, List.of(), low, high, true);
  }

  static SearchRange words(String setting, String... words) {
    return new SearchRange(setting, List.of(words), 0, 0, false);
  }

  /**
   * Reads a range.
   *
   * @param setting what is searched
   * @param text LOW..HIGH, or words with | between them
   * @throws IllegalArgumentException saying what it must be
   */
  public static SearchRange parse(Setting setting, String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      List<String> words = Arrays.asList(text.split("\\|", -1));
      check(setting, text, words.stream());
      return words(setting.name(), words.toArray(String[]::new));
    }
    check(setting, text, Stream.of(numbers.group(1), numbers.group(2)));
    double low;
    double high;
    try {
      low = Double.parseDouble(numbers.group(1));
      high = Double.parseDouble(numbers.group(2));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is %s, but its values are words; they have | between them"
              .formatted(setting.name(), text),
          e);
    }
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "%s is %s, must be from a lower number to a higher one".formatted(setting.name(), text));
    }
    return new SearchRange(
        setting.name(),
        List.of(),
        low,
        high,
        !setting.fine().test("0.5") && isWhole(setting.byDefault()));
  }

  private static void check(Setting setting, String text, Stream<String> values) {
    if (!values.allMatch(setting.fine())) {
      throw new IllegalArgumentException(
          "%s is %s, each value must be %s".formatted(setting.name(), text, setting.allowed()));
    }
  }

  private static boolean isWhole(String text) {
    return text.matches("-?[0-9]+");
  }

  /**
   * Draws a value. Numbers are rounded to three digits; if the highest is at least ten times the
   * lowest, and that is above 0, their logarithms are drawn evenly (Bergstra and Bengio 2012).
   *
   * @param random one number of it is used
   */
  public String draw(Random random) {
    double share = random.nextDouble();
    if (!words.isEmpty()) {
      return words.get((int) (share * words.size()));
    }
    double drawn =
        low > 0 && high >= WIDE * low
            ? low * Math.pow(high / low, share)
            : low + share * (high - low);
    double rounded = whole ? Math.rint(drawn) : new BigDecimal(drawn).round(DIGITS).doubleValue();
    double value = Math.max(low, Math.min(high, rounded));
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  /** As it is typed. */
  @Override
  public String toString() {
    if (!words.isEmpty()) {
      return String.join("|", words);
    }
    return whole ? (long) low + ".." + (long) high : low + ".." + high;
  }
}
