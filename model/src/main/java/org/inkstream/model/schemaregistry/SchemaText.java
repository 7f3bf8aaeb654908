package org.inkstream.model.schemaregistry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.avro.Schema;
import org.inkstream.schemas.WriterSchemas;

/** A schema as a registry has it: text from whoever may write there. */
final class SchemaText {

  /** Avro's parser calls itself at each level. */
  private static final int MOST_DEPTH = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  private SchemaText() {}

  /** The schema in an answer that has {@code schema}, {@code schemaType} and {@code references}. */
  static WriterSchemas.Answer parse(JsonNode answer) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new WriterSchemas.Unusable("it is of type " + shortened(type) + ", not AVRO");
    }
    if (!answer.path("references").isEmpty()) {
      return new WriterSchemas.Unusable("it refers to other schemas");
    }
    String text = answer.path("schema").asText();
    try {
      requireShallow(text);
      return new WriterSchemas.Found(new Schema.Parser().parse(text));
    } catch (IOException | RuntimeException e) {
      // Avro's parser has other exceptions besides its own: a type that is not there is a null.
      return new WriterSchemas.Unusable("it is no Avro schema: " + shortened(e.getMessage()));
    }
  }

  private static void requireShallow(String text) throws IOException {
    try (JsonParser tokens = JSON.createParser(text)) {
      while (tokens.nextToken() != null) {
        // The parser counts the levels, and fails at one too many.
        continue;
      }
    }
  }

  private static String shortened(String message) {
    String line = String.valueOf(message).lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
