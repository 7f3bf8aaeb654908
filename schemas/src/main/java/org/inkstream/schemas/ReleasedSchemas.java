package org.inkstream.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The schemas of past releases, kept on the class path as {@code released/INDEX} (one file name a
 * line) and {@code released/NAME.N.avsc}, each complete in itself.
 */
final class ReleasedSchemas {

  private ReleasedSchemas() {}

  /** All released schemas of the record, oldest first; empty for a record not yet released. */
  static List<Schema> of(String recordName) {
    List<Schema> schemas = new ArrayList<>();
    for (String file : read("released/INDEX").lines().toList()) {
      if (file.startsWith(recordName + ".")) {
        schemas.add(new Schema.Parser().parse(read("released/" + file)));
      }
    }
    return schemas;
  }

  private static String read(String resource) {
    try (InputStream in = ReleasedSchemas.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
