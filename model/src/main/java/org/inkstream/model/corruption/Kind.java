package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * How one kind of corruption is written.
 *
 * @param amount what follows the name, as shown to users; in brackets if it may be left out
 * @param rule what the amount must be, in words
 * @param byDefault what the name alone means, if anything
 * @param parser from the amount; throws IllegalArgumentException if it is none
 */
record Kind(
    String name,
    String amount,
    String rule,
    Optional<Corruption> byDefault,
    Function<String, Corruption> parser) {

  /** With an amount that must be given. */
  static Kind of(String name, String amount, String rule, Function<String, Corruption> parser) {
    return new Kind(name, ":" + amount, rule, Optional.empty(), parser);
  }

  /** With a number that must be given. */
  static Kind number(
      String name, String amount, double min, double max, DoubleFunction<Corruption> factory) {
    String rule = "must be a number from %s to %s".formatted(Amounts.text(min), Amounts.text(max));
    return of(
        name, amount, amount + " " + rule, text -> factory.apply(Amounts.number(text, min, max)));
  }

  /** With a whole number that must be given. */
  static Kind whole(String name, String amount, int min, int max, IntFunction<Corruption> factory) {
    return of(
        name,
        amount,
        "%s must be a whole number from %d to %d".formatted(amount, min, max),
        text -> factory.apply(Amounts.whole(text, min, max)));
  }

  /** With a number whose sign may be left to chance. */
  static Kind signed(
      String name, String amount, double largest, Function<Signed, Corruption> factory) {
    return of(
        name,
        "[+-]" + amount,
        "%s must be a number from %s to %s, or one after +- for either way"
            .formatted(amount, Amounts.text(-largest), Amounts.text(largest)),
        text -> factory.apply(Signed.parse(text, largest)));
  }

  /** With an intensity. */
  static Kind intensity(String name, Function<Intensity, Corruption> factory) {
    return of(
        name,
        "small|medium|large",
        "the intensity must be small, medium or large",
        text -> factory.apply(Intensity.parse(text)));
  }

  /** The same, where the name alone means a corruption. */
  Kind or(Corruption alone) {
    return new Kind(name, "[" + amount + "]", rule, Optional.of(alone), parser);
  }

  String form() {
    return name + amount;
  }

  boolean isNamedIn(String text) {
    return text.split("[:@]", 2)[0].equals(name);
  }

  /** From the whole text, which begins with this name and may end in a share. */
  Corruption parse(String text) {
    String[] parts = text.split("@", 2);
    Corruption corruption =
        parts[0].equals(name) && byDefault.isPresent() ? byDefault.get() : given(text, parts[0]);
    return parts.length == 1 ? corruption : corruption.sometimes(share(text, parts[1]));
  }

  private Corruption given(String text, String written) {
    try {
      return parser.apply(written.equals(name) ? "" : written.substring(name.length() + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "corruption '%s': %s; the form is %s".formatted(text, rule, form()), e);
    }
  }

  private static double share(String text, String amount) {
    try {
      return Amounts.number(amount, 0, 1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "corruption '%s': the share after @ must be a number from 0 to 1".formatted(text), e);
    }
  }
}
