package org.inkstream.streams.serve;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.TrustedKeys;
import org.inkstream.streams.models.ModelSettings;
import picocli.CommandLine.Option;

/** The options of what is asked of versions, for use as a picocli mixin. */
final class ModelOptions {

  @Option(
      names = "--trusted-keys",
      paramLabel = "DIR",
      description =
          "Folder of public keys (*.pub): a bundle must be signed by one of them. Read at the start."
              + " Default: any bundle is accepted.")
  private Path trustedKeys;

  @Option(
      names = "--model-memory",
      paramLabel = "SIZE",
      description =
          "Native memory that all loaded versions may take together, such as 512m or 2g. Default: a"
              + " quarter of the machine's or the container's memory, at most what the native"
              + " library may allocate.")
  private String modelMemory;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<ModelSettings> checked(Problems problems) {
    Optional<Long> memory =
        modelMemory == null ? Optional.of(NativeMemory.usual()) : NativeMemory.parse(modelMemory);
    problems.check(memory.isPresent(), "--model-memory", "a size such as 512m or 2g");
    Optional<TrustedKeys> keys = keys(problems);
    return () -> new ModelSettings(keys, memory.orElseThrow());
  }

  private Optional<TrustedKeys> keys(Problems problems) {
    if (trustedKeys == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrustedKeys.read(trustedKeys));
    } catch (KeyFileException e) {
      problems.add("--trusted-keys: " + e.getMessage());
      return Optional.empty();
    }
  }
}
