package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkstream.trainer.keras.KerasImport;
import org.inkstream.trainer.keras.UnimportableException;

/**
 * The process in which {@code import} has an HDF5 file read. It writes the network to one file, or
 * why there is none to another; where the file has killed it, neither is there.
 */
final class KerasReaderMain {

  private KerasReaderMain() {}

  /**
   * Reads one file.
   *
   * @param arguments the HDF5 file; the file for the network; the file for a refusal
   */
  public static void main(String[] arguments) throws IOException {
    try {
      Files.write(Path.of(arguments[1]), KerasImport.read(arguments[0]));
    } catch (UnimportableException e) {
      Files.writeString(Path.of(arguments[2]), e.getMessage());
    } catch (OutOfMemoryError e) {
      Files.writeString(Path.of(arguments[2]), "it takes more memory than any network here may");
    }
  }
}
