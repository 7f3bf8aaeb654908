package org.inkstream.model.scorer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a network's configuration word by word, before Deeplearning4j loads the classes that it
 * names, and lets through what names {@link KnownClasses} only.
 */
final class ConfigurationCheck {

  /** A property of this name makes Deeplearning4j load the class that is its value. */
  private static final String CLASS = "@class";

  /** Ten times as deep, and with names as long, as any configuration of ours. */
  private static final int DEEPEST = 50;

  private static final int LONGEST = 1_000;

  /**
   * A dot between words. Older forms of the file name classes in other places, so nothing that
   * looks like one passes anywhere.
   */
  private static final Pattern LIKE_A_CLASS =
      Pattern.compile("\\p{javaJavaIdentifierPart}[./]\\p{javaJavaIdentifierStart}");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Two readers of one text must not see different values.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST)
                  .maxNumberLength(100)
                  .build())
          .build();

  private ConfigurationCheck() {}

  /**
   * Returns if the configuration names known classes only.
   *
   * @return the names of the properties of the whole
   * @throws ForeignClassException naming the first other one
   * @throws IOException if it is not one JSON object within the bounds
   */
  static Set<String> check(byte[] json) throws IOException {
    Set<String> properties = new HashSet<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the configuration is no JSON object");
      }
      // Back at the root, the object has ended.
      for (JsonToken token = parser.nextToken();
          token != null && !parser.getParsingContext().inRoot();
          token = parser.nextToken()) {
        check(parser, token);
        if (token == JsonToken.FIELD_NAME && parser.getParsingContext().getParent().inRoot()) {
          properties.add(parser.currentName());
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("the configuration goes on after its end");
      }
      return properties;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "the configuration is not JSON: " + shortened(e.getOriginalMessage()), e);
    }
  }

  private static void check(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.FIELD_NAME) {
      refuseForeign(parser.currentName());
    } else if (CLASS.equals(parser.currentName())) {
      if (token != JsonToken.VALUE_STRING || !KnownClasses.contains(parser.getText())) {
        throw new ForeignClassException(
            "the configuration names the class " + shortened(parser.getText()));
      }
    } else if (token == JsonToken.VALUE_STRING) {
      refuseForeign(parser.getText());
    }
  }

  private static void refuseForeign(String text) throws ForeignClassException {
    if (LIKE_A_CLASS.matcher(text).find() && !KnownClasses.contains(text)) {
      throw new ForeignClassException("the configuration names the class " + shortened(text));
    }
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
