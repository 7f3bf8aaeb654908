package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files beside IDX files that give their numbers names: a name a line, or a number, a tab and a
 * name, or what EMNIST's mappings have.
 */
final class LabelFiles {

  private static final String MAPPING = "mapping.txt";
  private static final List<String> LISTS = List.of("labels.txt", "classes.txt");
  private static final Pattern NUMBERED = Pattern.compile("\\s*([0-9]{1,9})\\t(.*)");
  private static final Pattern MAPPED = Pattern.compile("([0-9]{1,3})\\s+([0-9]{1,5})(\\s.*)?");
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final long MOST_BYTES = 1 << 20;

  private LabelFiles() {}

  /**
   * The file that names a set's numbers, if there is one: of several the first of {@code
   * PREFIXmapping.txt}, {@code PREFIXlabels.txt}, {@code PREFIXclasses.txt}, {@code labels.txt} and
   * {@code classes.txt}. A {@code mapping.txt} without a prefix is none of them.
   */
  static Optional<Path> find(Path directory, String prefix) {
    Stream<String> own =
        prefix.isEmpty()
            ? Stream.empty()
            : Stream.concat(Stream.of(MAPPING), LISTS.stream()).map(prefix::concat);
    return Stream.concat(own, LISTS.stream())
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Names by number.
   *
   * @throws DataSetException if a line is not as those of such a file are, or says what another has
   *     said
   * @throws IOException if it cannot be read
   */
  static Map<Integer, String> read(Path file) throws IOException {
    List<String> lines = lines(file);
    boolean mapping = file.getFileName().toString().endsWith(MAPPING);
    boolean numbered = !lines.isEmpty() && NUMBERED.matcher(lines.get(0)).matches();
    Map<Integer, String> names = new LinkedHashMap<>();
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String where = file + ": row " + (i + 1);
      Named named =
          mapping
              ? mapped(lines.get(i), where)
              : numbered ? numbered(lines.get(i), where) : new Named(i, lines.get(i).strip());
      String problem = LabelNames.problem(named.name());
      if (problem != null) {
        throw new DataSetException(where, problem);
      }
      if (!distinct.add(named.name())) {
        throw new DataSetException(where, "the name '" + named.name() + "' for a second time");
      }
      if (names.put(named.number(), named.name()) != null) {
        throw new DataSetException(where, "the number " + named.number() + " for a second time");
      }
    }
    return names;
  }

  private record Named(int number, String name) {}

  private static List<String> lines(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new DataSetException(file.toString(), "too large for a list of names");
    }
    try {
      String text = Files.readString(file);
      // Editors on Windows begin UTF-8 with one; it would be part of the first name, unseen.
      return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new DataSetException(file.toString(), "not UTF-8 text");
    }
  }

  private static Named numbered(String line, String where) throws DataSetException {
    Matcher parts = NUMBERED.matcher(line);
    if (!parts.matches()) {
      throw new DataSetException(
          where, "expected a number, a tab and a name as in row 1, found '" + line + "'");
    }
    return new Named(Integer.parseInt(parts.group(1)), parts.group(2).strip());
  }

  /** Of a label and the codes of the characters that it stands for, the first character. */
  private static Named mapped(String line, String where) throws DataSetException {
    Matcher parts = MAPPED.matcher(line.strip());
    if (!parts.matches()) {
      throw new DataSetException(
          where, "expected a label and the codes of its characters, found '" + line + "'");
    }
    return new Named(
        Integer.parseInt(parts.group(1)), Character.toString(Integer.parseInt(parts.group(2))));
  }
}
