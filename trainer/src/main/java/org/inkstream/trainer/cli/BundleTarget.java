package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.signing.SigningKey;
import picocli.CommandLine.Option;

/** Where a command writes its bundle, for use as a picocli mixin. */
final class BundleTarget {

  @Option(
      names = "--out",
      paramLabel = "BUNDLE",
      required = true,
      description = "File to write the bundle to, in a directory that exists.")
  private Path out;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  /** The file. */
  Path file() {
    return out;
  }

  /**
   * Whether it can be written. To be asked before the work, not after.
   *
   * @throws CommandFailure in one line, if not
   */
  void check() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null) {
      throw new CommandFailure("--out: " + out + " is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure("--out: no directory " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new CommandFailure("--out: cannot write in " + folder);
    }
    if (Files.exists(out) && !force) {
      throw new CommandFailure("--out: " + out + " exists; --force replaces it");
    }
  }

  /**
   * Writes the bundle, whole or not at all.
   *
   * @param key signs it, if there is one
   * @throws CommandFailure in one line, if that fails
   */
  void write(Bundle bundle, Optional<SigningKey> key) {
    try {
      BundleFile.write(out, SigningOption.signed(BundleFile.bytes(bundle), key));
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + out + ": " + Failures.describe(e), e);
    }
  }
}
