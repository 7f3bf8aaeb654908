package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer as Keras describes it.
 *
 * @param kind the class, such as Dense
 * @param name unique in the network
 * @param config its arguments by name; may be changed
 */
record LayerText(String kind, String name, Map<String, Object> config) {

  /** A refusal that names the layer. */
  UnimportableException refused(String why) {
    return new UnimportableException(described() + ": " + why);
  }

  UnimportableException refused(Exception cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new UnimportableException(described() + ": " + oneLine(why), cause);
  }

  private String described() {
    return "layer '%s' (%s)".formatted(oneLine(name), oneLine(kind));
  }

  /**
   * Refuses if an argument is given and is another than these values; numbers are compared as
   * doubles.
   */
  void require(String argument, Object... values) throws UnimportableException {
    Object found = config.get(argument);
    if (found == null) {
      return;
    }
    for (Object value : values) {
      if (found.equals(value)
          || (found instanceof Number one
              && value instanceof Number other
              && one.doubleValue() == other.doubleValue())) {
        return;
      }
    }
    throw refused("%s %s cannot be imported".formatted(argument, oneLine(found.toString())));
  }

  /** The first of these arguments that is a list of integers, at least one; empty if none is. */
  List<Integer> integers(String... arguments) throws UnimportableException {
    for (String argument : arguments) {
      if (config.get(argument) instanceof List<?> list) {
        List<Integer> found = new ArrayList<>();
        for (Object one : list) {
          if (one == null && found.isEmpty() && argument.startsWith("batch")) {
            continue;
          }
          if (!(one instanceof Integer number) || number < 1) {
            throw refused("%s is %s".formatted(argument, oneLine(list.toString())));
          }
          found.add(number);
        }
        return found;
      }
    }
    return List.of();
  }

  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
