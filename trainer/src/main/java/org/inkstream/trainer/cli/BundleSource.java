package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.command.CommandFailure;

/** The bundle that a command is given. */
final class BundleSource {

  private static final long MOST_BYTES = 1L << 30;

  private BundleSource() {}

  /**
   * The bytes of a bundle file, unchecked.
   *
   * @throws CommandFailure in one line, if it cannot be read
   */
  static byte[] read(Path file) {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(file + " is a directory, not a bundle");
    }
    if (!Files.exists(file)) {
      throw new CommandFailure("no bundle " + file);
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandFailure(file + " is larger than any bundle");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
    }
  }

  /**
   * The parts of a bundle, each as its manifest says, not yet through the gate.
   *
   * @param file named in the failure
   * @throws CommandFailure in one line, if it is no bundle
   */
  static Bundle parts(byte[] bytes, Path file) {
    try {
      return BundleFile.read(bytes);
    } catch (RefusedException e) {
      throw refused(file, e);
    }
  }

  /**
   * A bundle that passed the gate.
   *
   * @param file named in the failure
   * @throws CommandFailure in one line, if the gate refuses it
   */
  static LoadedModel load(byte[] bytes, Path file, int maxBatch) {
    try {
      return Gate.load(bytes, maxBatch);
    } catch (RefusedException e) {
      throw refused(file, e);
    }
  }

  /**
   * Ids of the keys that a bundle says it is signed by.
   *
   * @param file named in the failure
   * @throws CommandFailure in one line, if it is no bundle
   */
  static List<String> signedBy(byte[] bytes, Path file) {
    try {
      return BundleFile.signedBy(bytes);
    } catch (RefusedException e) {
      throw refused(file, e);
    }
  }

  private static CommandFailure refused(Path file, RefusedException e) {
    return new CommandFailure(
        "%s is refused: %s: %s".formatted(file, e.reason(), e.getMessage()), e);
  }
}
