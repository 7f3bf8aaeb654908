package org.inkstream.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/** What {@code --json} prints. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** One object in one line, with its end. */
  static String line(Map<String, Object> object) {
    try {
      return MAPPER.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("plain values cannot fail", e);
    }
  }
}
