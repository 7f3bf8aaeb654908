package org.inkstream.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints settings and rows as they come: for people, or one JSON object a line. */
public final class Report {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final boolean json;
  private String last = "";

  /**
   * @param json one JSON object a line
   */
  public Report(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** What holds for all rows that follow. */
  public void settings(Map<String, Object> settings) {
    if (json) {
      print(Map.of("settings", settings));
      return;
    }
    settings.forEach((name, value) -> out.printf("%-18s %s%n", name, value));
    out.flush();
  }

  /** One measurement. */
  public void row(Row row) {
    if (json) {
      print(asMap(row));
      return;
    }
    if (!row.benchmark().equals(last)) {
      out.printf("%n%s%n", row.benchmark());
      last = row.benchmark();
    }
    out.println("  " + text(row));
    out.flush();
  }

  static String text(Row row) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%-62s %9s %s", row.name(), number(row.value().median()), row.unit()));
    if (row.value().rounds().size() > 1) {
      line.append(" (%s to %s)".formatted(number(row.value().min()), number(row.value().max())));
    }
    row.ratio()
        .ifPresent(
            ratio -> {
              line.append("  ").append(number(ratio.median())).append(" x ");
              if (ratio.rounds().size() > 1) {
                line.append("(%s to %s) ".formatted(number(ratio.min()), number(ratio.max())));
              }
              Row.Baseline baseline = row.baseline().orElseThrow();
              line.append("%s, %s".formatted(baseline.name(), number(baseline.value().median())));
            });
    row.goal().ifPresent(goal -> line.append("  goal ").append(number(goal)).append(" x"));
    row.details()
        .forEach(
            (name, value) ->
                line.append(
                    "  %s %s".formatted(name, value instanceof Double d ? number(d) : value)));
    return line.toString();
  }

  /** Three digits that count, and no exponents. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return size < 0.1
        ? String.format(Locale.ROOT, "%.2g", value)
        : String.format(Locale.ROOT, format, value);
  }

  /** A number as it is written in a name: without zeros at its end. */
  public static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static Map<String, Object> asMap(Row row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("benchmark", row.benchmark());
    map.put("name", row.name());
    map.put("unit", row.unit());
    map.put("value", row.value().median());
    map.put("min", row.value().min());
    map.put("max", row.value().max());
    map.put("rounds", row.value().rounds());
    map.put("baselineName", row.baseline().map(Row.Baseline::name).orElse(null));
    map.put("baseline", row.baseline().map(b -> b.value().median()).orElse(null));
    map.put("ratio", row.ratio().map(Sample::median).orElse(null));
    map.put("goal", row.goal().orElse(null));
    map.put("details", row.details());
    return map;
  }

  private void print(Map<String, Object> object) {
    try {
      out.println(JSON.writeValueAsString(object));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and words are always JSON", e);
    }
  }
}
