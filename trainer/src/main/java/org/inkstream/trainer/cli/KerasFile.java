package org.inkstream.trainer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.TemporaryFolder;

/**
 * The network file that {@code import} is given. What reads HDF5 is native code that a bad file may
 * crash or keep busy for ever, so it runs in a process of its own, with bounds on memory and time.
 */
final class KerasFile {

  /** A network here has 64 MiB of weights at most; an optimiser's state is twice that besides. */
  private static final long MOST_BYTES = 256L << 20;

  private static final long MOST_SECONDS = 300;

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private KerasFile() {}

  /**
   * The network as a file of Deeplearning4j's ModelSerializer, unchecked.
   *
   * @throws CommandFailure in one line, if it cannot be imported
   */
  static byte[] read(Path file) {
    try {
      check(file);
      try (TemporaryFolder folder = TemporaryFolder.create("inkstream-import")) {
        return readElsewhere(file, folder.path());
      }
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
    }
  }

  private static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a directory; save the network as one HDF5 file (.h5)");
    }
    if (!Files.exists(file)) {
      throw new CommandFailure("no file " + file);
    }
    if (file.toString().endsWith(".onnx")) {
      throw refused(file, "ONNX is not imported; networks of Keras are, saved to HDF5 (.h5)");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw refused(file, "it is larger than %d MiB".formatted(MOST_BYTES >> 20));
    }
    byte[] start = new byte[HDF5.length];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(start, 0, start.length);
      if (length >= ZIP.length && Arrays.equals(start, 0, ZIP.length, ZIP, 0, ZIP.length)) {
        throw refused(file, "it is a zip, as Keras 3's own format is; save the network as .h5");
      }
      if (length < start.length || !Arrays.equals(start, HDF5)) {
        throw refused(file, "it is no HDF5 file");
      }
    }
  }

  private static byte[] readElsewhere(Path file, Path folder) throws IOException {
    Path network = folder.resolve("network");
    Path refusal = folder.resolve("refusal");
    List<String> command = java(folder);
    command.add(file.toAbsolutePath().toString());
    command.add(network.toString());
    command.add(refusal.toString());
    Redirect words =
        "1".equals(System.getenv("INKSTREAM_DEBUG")) ? Redirect.INHERIT : Redirect.DISCARD;
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(words)
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw refused(file, "it was not read within %d s".formatted(MOST_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    if (Files.exists(refusal)) {
      throw refused(file, Files.readString(refusal, StandardCharsets.UTF_8));
    }
    if (process.exitValue() != 0 || !Files.exists(network)) {
      throw refused(
          file,
          "reading it ended in a crash (exit code %d); it is damaged"
              .formatted(process.exitValue()));
    }
    return Files.readAllBytes(network);
  }

  /** This process's Java and class path, with settings of the libraries but less memory. */
  private static List<String> java(Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument -> argument.startsWith("-Dorg.") || argument.startsWith("-Djava.io.tmpdir"))
        .forEach(command::add);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash"),
            "-Dorg.bytedeco.javacpp.maxbytes=512m",
            "-cp",
            System.getProperty("java.class.path"),
            KerasReaderMain.class.getName()));
    return command;
  }

  private static CommandFailure refused(Path file, String why) {
    return new CommandFailure("%s cannot be imported: %s".formatted(file, why));
  }
}
