package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.inkstream.trainer.keras.Backend;
import org.inkstream.trainer.keras.KerasHints;

/**
 * The process in which {@code import} has a network file read. It writes the network and remarks on
 * it to two files, or why there is none to a third; where the file has killed it, none is there.
 */
final class ForeignReaderMain {

  private ForeignReaderMain() {}

  /**
   * Reads one file.
   *
   * @param arguments the form of the file, as {@link ForeignFormat} calls it; the file; the files
   *     for the network, for the remarks, and for a refusal; the file that describes the network,
   *     and what Keras ran on, each empty if it is not given
   */
  public static void main(String[] arguments) throws IOException {
    Path refusal = Path.of(arguments[4]);
    try {
      KerasHints hints = new KerasHints(text(arguments[5]), Backend.of(arguments[6]));
      ImportedNetwork read = ForeignFormat.valueOf(arguments[0]).read(Path.of(arguments[1]), hints);
      Files.write(Path.of(arguments[3]), read.remarks());
      Files.write(Path.of(arguments[2]), read.network());
    } catch (UnimportableException e) {
      Files.writeString(refusal, e.getMessage());
    } catch (OutOfMemoryError e) {
      Files.writeString(refusal, "it takes more memory than any network here may");
    }
  }

  private static Optional<String> text(String file) throws IOException, UnimportableException {
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(Files.readString(Path.of(file)));
    } catch (CharacterCodingException e) {
      throw new UnimportableException("--architecture: it is not UTF-8 text", e);
    }
  }
}
