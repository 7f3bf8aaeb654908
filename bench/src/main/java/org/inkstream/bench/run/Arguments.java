package org.inkstream.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Named values on a child's command line. */
public final class Arguments {

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /** From {@code name=value} each. */
  public static Arguments parse(List<String> words) {
    Map<String, String> values = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return new Arguments(values);
  }

  /** As a command line: the role, then {@code name=value} each. */
  public static List<String> line(String role, Map<String, ?> values) {
    List<String> line = new ArrayList<>();
    line.add(role);
    values.forEach((name, value) -> line.add(name + "=" + value));
    return line;
  }

  /**
   * A value.
   *
   * @throws IllegalArgumentException if it was not given
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " was not given");
    }
    return value;
  }

  /** A whole number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** A number. */
  public double real(String name) {
    return Double.parseDouble(text(name));
  }

  /** Words separated by commas. */
  public List<String> list(String name) {
    return Arrays.asList(text(name).split(","));
  }
}
