package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * An amount with a direction, which may be left to chance: written {@code 25}, or {@code +-25} if
 * each image draws its sign.
 *
 * @param eitherWay whether the sign is drawn; the amount is then not negative
 */
record Signed(double amount, boolean eitherWay) {

  private static final String EITHER_WAY = "+-";

  static Signed fixed(double amount) {
    return new Signed(amount, false);
  }

  static Signed eitherWay(double amount) {
    return new Signed(amount, true);
  }

  /** From a text with an amount of at most this, to either side. */
  static Signed parse(String text, double largest) {
    return text.startsWith(EITHER_WAY)
        ? eitherWay(Amounts.unsigned(text.substring(EITHER_WAY.length()), largest))
        : fixed(Amounts.number(text, -largest, largest));
  }

  /** Draws only if the sign is left to chance. */
  double draw(RandomGenerator random) {
    return eitherWay && random.nextBoolean() ? -amount : amount;
  }

  @Override
  public String toString() {
    return (eitherWay ? EITHER_WAY : "") + Amounts.text(amount);
  }
}
