package org.inkstream.model.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Names of classes: which are allowed, and in which order their classes stand. */
final class LabelNames {

  /** More are taken for a mistake, such as pixels read as labels. */
  static final int MOST = 10_000;

  private static final int LONGEST = 100;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

  private LabelNames() {}

  /** What is wrong with a name; null if nothing is. */
  static String problem(String name) {
    if (name.isBlank()) {
      return "the label is empty";
    }
    if (name.length() > LONGEST) {
      return "a label of " + name.length() + " characters, at most " + LONGEST + " are allowed";
    }
    return name.chars().anyMatch(Character::isISOControl)
        ? "the label has a control character"
        : null;
  }

  /** By number if all are whole numbers, otherwise by their characters. */
  static List<String> ordered(Collection<String> names) {
    boolean numbers = names.stream().allMatch(name -> NUMBER.matcher(name).matches());
    Comparator<String> byCharacters = Comparator.naturalOrder();
    return names.stream()
        .sorted(
            numbers
                ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(byCharacters)
                : byCharacters)
        .toList();
  }
}
