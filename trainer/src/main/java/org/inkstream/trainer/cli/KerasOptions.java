package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.trainer.keras.Backend;
import picocli.CommandLine.Option;

/** {@code --architecture} and {@code --keras-backend}: what an HDF5 file of Keras may leave out. */
final class KerasOptions implements Checked {

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description =
          "JSON that Keras's model.to_json() wrote, for an HDF5 file that has weights alone"
              + " (model.save_weights).")
  private Path architecture;

  @Option(
      names = "--keras-backend",
      paramLabel = "theano|tensorflow",
      description =
          "What Keras ran on, for files that do not say: those of Keras 1. Theano lays kernels"
              + " turned by half a circle on images, and pads otherwise.")
  private String backend;

  @Override
  public void check(Problems problems) {
    if (backend != null) {
      Choices.check(problems, "--keras-backend", backend, Backend.values());
    }
  }

  /** The file with the description of the network. */
  Optional<Path> architecture() {
    return Optional.ofNullable(architecture);
  }

  /** What Keras ran on; only after {@link #check}. */
  Optional<Backend> backend() {
    return Optional.ofNullable(backend).flatMap(Backend::of);
  }

  /** Refuses either option for a file that is none of Keras's. */
  void requireNone() {
    if (architecture != null || backend != null) {
      throw new CommandFailure(
          (architecture != null ? "--architecture" : "--keras-backend")
              + " is for HDF5 files of Keras");
    }
  }

  /** What the manifest says of them. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    if (architecture != null) {
      settings.put("importedArchitecture", architecture.toAbsolutePath().getFileName().toString());
      settings.put("digest.importedArchitecture", digest(architecture));
    }
    if (backend != null) {
      settings.put("importedBackend", backend);
    }
    return settings;
  }

  /** Of a file that the user named. */
  static String digest(Path file) {
    try {
      return Sha256.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
    }
  }
}
