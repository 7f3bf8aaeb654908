package org.inkstream.trainer.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.KeyFiles;
import org.inkstream.model.signing.SigningKey;
import picocli.CommandLine.Option;

/** With which key a command signs, for use as a picocli mixin. */
final class SigningOption {

  @Option(
      names = "--sign-key",
      paramLabel = "FILE",
      description =
          "Sign the bundle with this private key (NAME.key, with NAME.pub beside it; see"
              + " ./inkstream keys). Default: not signed.")
  private Path file;

  /**
   * The key, if one is given. To be asked before the work, not after.
   *
   * @throws CommandFailure in one line, if it cannot be read
   */
  Optional<SigningKey> key() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyFiles.signingKey(file));
    } catch (KeyFileException e) {
      throw new CommandFailure("--sign-key: " + e.getMessage(), e);
    }
  }

  /** The bundle, signed if there is a key. */
  static byte[] signed(byte[] bundle, Optional<SigningKey> key) {
    try {
      return key.isPresent() ? BundleFile.signed(bundle, key.get()) : bundle;
    } catch (RefusedException e) {
      throw new IllegalStateException("the bundle had been read before", e);
    }
  }
}
