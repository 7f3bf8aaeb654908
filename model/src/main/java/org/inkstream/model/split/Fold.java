package org.inkstream.model.split;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several folds, which is the test part while the others are learnt from.
 *
 * @param number from 1 to count
 * @param count at least 2
 */
public record Fold(int number, int count) {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

  /** Checks the numbers. */
  public Fold {
    if (count < 2 || number < 1 || number > count) {
      throw new IllegalArgumentException("fold " + number + " of " + count);
    }
  }

  /**
   * A fold as {@link #toString} writes it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Fold parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no fold like 1/5");
    }
    return new Fold(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Such as 1/5. */
  @Override
  public String toString() {
    return number + "/" + count;
  }
}
