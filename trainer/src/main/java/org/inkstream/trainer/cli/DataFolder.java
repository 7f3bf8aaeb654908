package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;

/** The data set that a command's {@code --data} names. */
final class DataFolder {

  private DataFolder() {}

  /**
   * Reads one part.
   *
   * @param dirOrMnist as {@link DataSets#read} takes it
   * @throws CommandFailure in one line, if it cannot be read
   */
  static ImageSet read(String dirOrMnist, Part part) {
    try {
      if (!dirOrMnist.equals("mnist") && !Files.isDirectory(Path.of(dirOrMnist))) {
        throw new CommandFailure(
            "--data: no directory '" + dirOrMnist + "' (the word mnist means the shipped images)");
      }
      return DataSets.read(dirOrMnist, part);
    } catch (InvalidPathException | IOException e) {
      throw new CommandFailure("--data: " + Failures.describe(e), e);
    }
  }
}
