package org.inkstream.model.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of one JSON object, read with a check each. A field that is missing or wrong adds a
 * problem and reads as empty, so that one pass finds all problems. Objects inside share the list.
 */
final class CheckedFields {

  private final JsonNode object;
  private final String path;
  private final List<String> problems;

  CheckedFields(JsonNode root) {
    this(root, "", new ArrayList<>());
    if (!root.isObject()) {
      problems.add("not a JSON object");
    }
  }

  private CheckedFields(JsonNode object, String path, List<String> problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  boolean sound() {
    return problems.isEmpty();
  }

  List<String> problems() {
    return problems;
  }

  void problem(String field, String what) {
    problems.add(path + field + " " + what);
  }

  /** Whether there is such a field, whatever it holds. */
  boolean has(String field) {
    return object.has(field);
  }

  String text(String field) {
    return text(field, object.path(field));
  }

  /** A text that may be empty. */
  String anyText(String field) {
    JsonNode node = object.path(field);
    if (!node.isTextual()) {
      problem(field, node.isMissingNode() ? "is missing" : "is not a text");
      return "";
    }
    return node.textValue();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    elements(field).forEach(node -> texts.add(text(field, node)));
    return texts;
  }

  /** A number of things: whole and not negative. */
  long count(String field) {
    return count(field, object.path(field));
  }

  List<Long> counts(String field) {
    List<Long> counts = new ArrayList<>();
    elements(field).forEach(node -> counts.add(count(field, node)));
    return counts;
  }

  /** A finite number. */
  double number(String field) {
    return number(field, object.path(field));
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    elements(field).forEach(node -> numbers.add(number(field, node)));
    return numbers;
  }

  double[] numberArray(String field) {
    return numbers(field).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Rows of counts. */
  List<List<Long>> table(String field) {
    List<List<Long>> rows = new ArrayList<>();
    for (JsonNode row : elements(field)) {
      List<Long> counts = new ArrayList<>();
      row.forEach(node -> counts.add(count(field, node)));
      rows.add(counts);
    }
    return rows;
  }

  static long[] array(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).toArray();
  }

  CheckedFields object(String field) {
    JsonNode node = object.path(field);
    if (!node.isObject()) {
      problem(field, node.isMissingNode() ? "is missing" : "is not an object");
    }
    return new CheckedFields(node, path + field + ".", problems);
  }

  List<CheckedFields> objects(String field) {
    List<CheckedFields> objects = new ArrayList<>();
    for (JsonNode node : elements(field)) {
      String at = path + field + "[" + objects.size() + "]";
      objects.add(new CheckedFields(node, at + ".", problems));
      if (!node.isObject()) {
        problems.add(at + " is not an object");
      }
    }
    return objects;
  }

  void expectLength(String field, int length, int expected) {
    if (length != expected) {
      problem(field, "has " + length + " entries instead of " + expected);
    }
  }

  void expectSum(String field, List<Long> counts, long expected) {
    // In double: a sum of forged counts must not wrap around to the right one.
    double sum = counts.stream().mapToDouble(Long::doubleValue).sum();
    if (sum != expected) {
      problem(field, "sum to " + Math.round(sum) + " instead of " + expected);
    }
  }

  private JsonNode elements(String field) {
    JsonNode array = object.path(field);
    if (!array.isArray()) {
      problem(field, array.isMissingNode() ? "is missing" : "is not a list");
    }
    return array.isArray() ? array : MissingNode.getInstance();
  }

  private String text(String field, JsonNode node) {
    if (!node.isTextual() || node.textValue().isEmpty()) {
      problem(field, node.isMissingNode() ? "is missing" : "is not a text, or is empty");
      return "";
    }
    return node.textValue();
  }

  private long count(String field, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      problem(field, node.isMissingNode() ? "is missing" : "is not a whole number from 0");
      return 0;
    }
    return node.longValue();
  }

  private double number(String field, JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      problem(field, node.isMissingNode() ? "is missing" : "is not a finite number");
      return 0;
    }
    return node.doubleValue();
  }
}
