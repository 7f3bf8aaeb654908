package org.inkstream.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Why values of one schema cannot be read with another, in words. */
final class Differences {

  private static final int LONGEST = 300;

  private Differences() {}

  /** Each difference that matters, in one line with its place; empty if values can be read. */
  static List<String> of(Schema reader, Schema writer) {
    Optional<String> broken = SchemaBounds.broken(writer);
    if (broken.isPresent()) {
      return List.of(shortened(broken.get()));
    }
    List<String> differences = new ArrayList<>();
    if (!reader.getFullName().equals(writer.getFullName())) {
      // Avro's check looks at the last part of the name alone, and its reader at all of it.
      differences.add("it is " + shortened(writer.getFullName()));
    }
    for (Incompatibility each :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      differences.add(
          shortened(
              "%s at %s: %s"
                  .formatted(
                      each.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                      each.getLocation(),
                      each.getMessage())));
    }
    return differences;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
