package org.inkstream.streams.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request, checked as it is read. */
final class Body {

  /** Most bytes of a body. */
  static final int LIMIT = 64 * 1024;

  private static final int MAX_TEXT = 1_000;
  private static final double MAX_SECONDS = 600;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode object;

  private Body(JsonNode object) {
    this.object = object;
  }

  /**
   * The body of a request; nothing is as good as an empty object.
   *
   * @param fields that it may have
   * @throws ApiProblem if it is too long, not an object, or has other fields
   */
  static Body of(Context http, Set<String> fields) {
    byte[] bytes = bytes(http);
    try {
      JsonNode read = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
      if (!read.isObject()) {
        throw ApiProblem.badRequest("the body is not a JSON object");
      }
      for (Iterator<String> names = read.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!fields.contains(name)) {
          throw ApiProblem.badRequest(
              "field '" + name + "' is none of " + String.join(", ", fields));
        }
      }
      return new Body(read);
    } catch (JsonProcessingException e) {
      throw ApiProblem.badRequest("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiProblem.badRequest("the body cannot be read");
    }
  }

  /** A text; empty if it is missing or null. */
  Optional<String> text(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
      throw ApiProblem.badRequest(name + " is not a text of at most " + MAX_TEXT + " characters");
    }
    return Optional.of(value.textValue());
  }

  /** True or false; false if it is missing. */
  boolean flag(String name) {
    JsonNode value = object.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw ApiProblem.badRequest(name + " is neither true nor false");
    }
    return value.booleanValue();
  }

  /** A number of seconds, or another duration if it is missing. */
  Duration seconds(String name, Duration otherwise) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= MAX_SECONDS)) {
      throw ApiProblem.badRequest(name + " is not 0 to 600 seconds");
    }
    return Duration.ofMillis(Math.round(value.doubleValue() * 1000));
  }

  /** A time in ISO 8601; empty if it is missing or null. */
  Optional<Instant> time(String name) {
    Optional<String> text = text(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw ApiProblem.badRequest(name + " is not like 2026-11-24T18:00:00Z");
    }
  }

  /** True if the object has the field, be it null. */
  boolean has(String name) {
    return object.has(name);
  }

  private static byte[] bytes(Context http) {
    byte[] bytes;
    try {
      bytes = http.req().getInputStream().readNBytes(LIMIT + 1);
    } catch (IOException e) {
      throw ApiProblem.badRequest("the body cannot be read");
    }
    if (bytes.length > LIMIT) {
      throw new ApiProblem(
          HttpStatus.CONTENT_TOO_LARGE, "too-large", "the body has more than " + LIMIT + " bytes");
    }
    return bytes;
  }
}
