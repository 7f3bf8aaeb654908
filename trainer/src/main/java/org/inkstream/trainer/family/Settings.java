package org.inkstream.trainer.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value for each setting of a family, all within their bounds. */
public final class Settings {

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * What is wrong with values that are to replace defaults; empty if nothing is.
   *
   * @param given what stands before their names where they are given, such as "--set "
   */
  public static List<String> problems(
      String given, ModelFamily family, Map<String, String> values) {
    List<String> problems = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          Optional<Setting> setting = find(family, name);
          if (setting.isEmpty()) {
            problems.add(given + unknown(family, name));
          } else if (!setting.get().fine().test(value)) {
            problems.add(
                "%s%s is %s, must be %s".formatted(given, name, value, setting.get().allowed()));
          }
        });
    return problems;
  }

  /**
   * The family's defaults but for these values.
   *
   * @throws IllegalArgumentException naming everything that is wrong with them
   */
  public static Settings of(ModelFamily family, Map<String, String> values) {
    List<String> problems = problems("setting ", family, values);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    Map<String, String> all = new LinkedHashMap<>();
    family.settings().forEach(setting -> all.put(setting.name(), setting.byDefault()));
    all.putAll(values);
    return new Settings(all);
  }

  /** What to say of a setting that a family does not have. */
  public static String unknown(ModelFamily family, String name) {
    return "%s: %s has no such setting; it has %s"
        .formatted(
            name,
            family,
            family.settings().stream().map(Setting::name).collect(Collectors.joining(", ")));
  }

  /** The setting of a name, if the family has it. */
  public static Optional<Setting> find(ModelFamily family, String name) {
    return family.settings().stream().filter(setting -> setting.name().equals(name)).findFirst();
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return value;
  }

  int whole(String name) {
    return Integer.parseInt(text(name));
  }

  double number(String name) {
    return Double.parseDouble(text(name));
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  List<Integer> sizes(String name) {
    return Arrays.stream(text(name).split(",", -1)).map(Integer::valueOf).toList();
  }
}
