package org.inkstream.model.bundle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * What is wrong with JSON, in words without the names of our types, which Jackson's are full of.
 */
final class JsonProblem {

  private JsonProblem() {}

  /** One line, which names the value if it is one that is wrong. */
  static String of(IOException e) {
    if (e instanceof JsonMappingException wrong) {
      String what =
          wrong.getCause() instanceof IllegalArgumentException ours
              ? ours.getMessage()
              : "not of the type that it must be";
      return wrong.getPath().isEmpty() ? what : path(wrong) + ": " + what;
    }
    return e instanceof JacksonException broken
        ? "no JSON: " + broken.getOriginalMessage().lines().findFirst().orElse("")
        : BundleReader.firstLine(e);
  }

  /** As in labels[3]. */
  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }
}
