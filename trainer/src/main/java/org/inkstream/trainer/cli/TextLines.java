package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkstream.model.command.CommandFailure;

/** Text files that options name. */
final class TextLines {

  private static final long MOST_BYTES = 64L << 20;

  private TextLines() {}

  /**
   * The lines of a file in UTF-8.
   *
   * @param option that names it
   * @throws CommandFailure in one line, if it cannot be read
   */
  static List<String> read(String option, Path text) {
    try {
      if (Files.size(text) > MOST_BYTES) {
        throw new CommandFailure(option + ": " + text + " is larger than 64 MiB");
      }
      return Files.readAllLines(text);
    } catch (MalformedInputException e) {
      throw new CommandFailure(option + ": " + text + " is not UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailure(option + ": " + Failures.describe(e), e);
    }
  }
}
