package org.inkstream.model.corruption;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the class in the text of a corruption that speaks of one, whose name may have any marks.
 */
final class ClassNames {

  private static final Pattern SPEAKING = Pattern.compile("\\s*((?:drop|only)-class:)(.*)");

  private ClassNames() {}

  /**
   * The text with the class's number in the place of its label. Of labels that begin alike the
   * longest one is meant.
   *
   * @param labels of the classes, by their numbers
   */
  static String numbered(String text, List<String> labels) {
    for (String name : possible(text)) {
      if (labels.contains(name)) {
        return with(text, name, labels.indexOf(name));
      }
    }
    return text;
  }

  /** The text with a number in the place of a label, if that is one of a corruption. */
  static String anyNumber(String text, Predicate<String> fine) {
    return possible(text).stream()
        .map(name -> with(text, name, 0))
        .filter(fine)
        .findFirst()
        .orElse(text);
  }

  /** What may be the label: all up to the end, or to a mark that more may follow. */
  private static List<String> possible(String text) {
    Matcher speaking = SPEAKING.matcher(text);
    if (!speaking.matches()) {
      return List.of();
    }
    String rest = speaking.group(2).stripTrailing();
    return IntStream.iterate(rest.length(), end -> end > 0, end -> end - 1)
        .filter(end -> end == rest.length() || ":@".indexOf(rest.charAt(end)) >= 0)
        .mapToObj(end -> rest.substring(0, end))
        .toList();
  }

  private static String with(String text, String name, int number) {
    int begin = text.indexOf(':') + 1;
    return text.substring(0, begin) + number + text.substring(begin + name.length());
  }
}
