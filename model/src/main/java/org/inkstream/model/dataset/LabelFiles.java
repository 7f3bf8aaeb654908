package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files beside IDX files that give their numbers names. */
final class LabelFiles {

  private static final String PLAIN = "labels.txt";
  private static final long MOST_BYTES = 1 << 20;

  private LabelFiles() {}

  /**
   * Names by number: line n + 1 of {@code labels.txt}, or what EMNIST's {@code PREFIXmapping.txt}
   * says; empty if there is neither.
   */
  static Map<Integer, String> read(Path directory, String prefix) throws IOException {
    Path file = find(directory, prefix);
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new DataSetException(file.toString(), "too large for a list of names");
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new DataSetException(file.toString(), "not UTF-8 text");
    }
    boolean plain = file.endsWith(PLAIN);
    Map<Integer, String> names = new LinkedHashMap<>();
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String where = file + ": row " + (i + 1);
      String name = plain ? lines.get(i).strip() : character(lines.get(i), where);
      String problem = LabelNames.problem(name);
      if (problem != null) {
        throw new DataSetException(where, problem);
      }
      if (!distinct.add(name)) {
        throw new DataSetException(where, "the name '" + name + "' for a second time");
      }
      names.put(plain ? i : number(lines.get(i)), name);
    }
    return names;
  }

  /** Where the names are, or would be. */
  static Path find(Path directory, String prefix) {
    Path mapping = directory.resolve(prefix + "mapping.txt");
    return !prefix.isEmpty() && Files.isRegularFile(mapping) ? mapping : directory.resolve(PLAIN);
  }

  private static int number(String line) {
    return Integer.parseInt(line.strip().split("\\s+")[0]);
  }

  /** Of a label and the codes of the characters that it stands for, the first character. */
  private static String character(String line, String where) throws DataSetException {
    if (!line.strip().matches("[0-9]{1,3}(\\s+[0-9]{1,5})+")) {
      throw new DataSetException(
          where, "expected a label and the codes of its characters, found '" + line + "'");
    }
    return Character.toString(Integer.parseInt(line.strip().split("\\s+")[1]));
  }
}
