package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import picocli.CommandLine.Option;

/** The data set that a command works on, for use as a picocli mixin. */
final class DataFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR|mnist",
      required = true,
      description =
          "Directory with IDX files, gzipped or not, named as MNIST's; the word mnist means the"
              + " images that come with Inkstream.")
  private String data;

  /**
   * Reads one part.
   *
   * @throws CommandFailure in one line, if it cannot be read
   */
  ImageSet read(Part part) {
    try {
      if (!data.equals("mnist") && !Files.isDirectory(Path.of(data))) {
        throw new CommandFailure(
            "--data: no directory '" + data + "' (the word mnist means the shipped images)");
      }
      return DataSets.read(data, part);
    } catch (InvalidPathException | IOException e) {
      throw new CommandFailure("--data: " + Failures.describe(e), e);
    }
  }

  /** Reads one part for a network. */
  ImageSet read(Part part, int classes) {
    ImageSet images = read(part);
    if (images.classes() > classes) {
      throw new CommandFailure(
          "--data: label %d, but the bundle knows %d classes, 0 to %d"
              .formatted(images.classes() - 1, classes, classes - 1));
    }
    return images;
  }

  /** Reads one part that need not be there. */
  Optional<ImageSet> readIfThere(Part part) {
    try {
      return Optional.of(DataSets.read(data, part));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Names the data set, but not where on this machine it is. */
  String name() {
    Path name = Path.of(data).toAbsolutePath().normalize().getFileName();
    return data.equals("mnist") || name == null ? data : name.toString();
  }
}
