package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.inkstream.model.idx.Part;

/** CSV files: one that is not parted, or one for each part. */
final class CsvSource implements DataSource {

  private final Map<Part, Path> files;

  private CsvSource(Map<Part, Path> files) {
    this.files = files;
  }

  /** One file, not parted. */
  static CsvSource of(Path file) {
    return new CsvSource(new EnumMap<>(Map.of(Part.TRAIN, file)));
  }

  /** The files of a directory, if it has any. */
  static Optional<CsvSource> find(Path directory) throws IOException {
    Set<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        String name = file.getFileName().toString();
        if (name.matches("[^.].*\\.csv(\\.gz)?") && Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.size() == 1) {
      return Optional.of(of(found.iterator().next()));
    }
    Map<Part, Path> files = new EnumMap<>(Part.class);
    for (Path file : found) {
      String name = file.getFileName().toString();
      Part part =
          name.matches("(.*[-_.])?train\\.csv(\\.gz)?")
              ? Part.TRAIN
              : name.matches("(.*[-_.])?(test|t10k)\\.csv(\\.gz)?") ? Part.TEST : null;
      if (part == null || files.put(part, file) != null) {
        throw new DataSetException(
            directory.toString(),
            "of several CSV files one must end with train.csv and one with test.csv; there are "
                + found.stream()
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .collect(Collectors.joining(", ")));
      }
    }
    return Optional.of(new CsvSource(files));
  }

  @Override
  public Form form() {
    return Form.CSV;
  }

  @Override
  public Set<Part> parts() {
    return Set.copyOf(files.keySet());
  }

  @Override
  public LabelledImages read(Part part, Sizing sizing) throws IOException {
    Path file = files.get(part);
    if (file == null) {
      throw new DataSetException(
          files.values().iterator().next().toString(), "a set without a " + part.word() + " part");
    }
    return new CsvRows(file).read(sizing);
  }
}
