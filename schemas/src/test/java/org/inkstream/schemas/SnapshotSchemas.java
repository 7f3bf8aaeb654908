package org.inkstream.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Writes the snapshots of a release: for each record of the wire whose schema is not the last
 * released one, {@code NAME.N.avsc} with the next number, and its line in {@code INDEX}. A snapshot
 * that was released is never changed.
 */
public final class SnapshotSchemas {

  private SnapshotSchemas() {}

  /**
   * Writes and says what.
   *
   * @param arguments the folder, {@code schemas/src/main/resources/released}
   */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), WireRecords.ALL).forEach(System.out::println);
  }

  /** Returns the names of the files written. */
  static List<String> write(Path folder, List<Schema> schemas) throws IOException {
    Path index = folder.resolve("INDEX");
    List<String> released = Files.readAllLines(index);
    List<String> written = new ArrayList<>();
    for (Schema schema : schemas) {
      List<String> earlier =
          released.stream().filter(file -> file.startsWith(schema.getName() + ".")).toList();
      if (!earlier.isEmpty() && isSame(schema, folder.resolve(earlier.get(earlier.size() - 1)))) {
        continue;
      }
      String file = schema.getName() + "." + (earlier.size() + 1) + ".avsc";
      Files.writeString(folder.resolve(file), PlainSchema.of(schema).toString(true) + "\n");
      written.add(file);
    }
    List<String> all = new ArrayList<>(released);
    all.addAll(written);
    Files.write(index, all);
    return written;
  }

  // For a reader: documentation is not part of it, defaults of the writer's fields neither.
  private static boolean isSame(Schema schema, Path released) throws IOException {
    Schema last = new Schema.Parser().parse(Files.readString(released));
    return SchemaNormalization.parsingFingerprint64(schema)
        == SchemaNormalization.parsingFingerprint64(last);
  }
}
