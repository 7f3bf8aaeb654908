package org.inkstream.trainer.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.TemporaryFolder;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.inkstream.trainer.keras.Backend;

/**
 * The network file that {@code import} is given. What reads it may be crashed or kept busy for ever
 * by a bad file, the more so as HDF5 is read by native code; so it runs in a process of its own,
 * with bounds on memory and time.
 */
final class ForeignFile {

  /** A network here has 64 MiB of weights at most; an optimiser's state is twice that besides. */
  private static final long MOST_BYTES = 256L << 20;

  /** Far more than any description of layers has. */
  private static final long MOST_TEXT = 16L << 20;

  private static final long MOST_SECONDS = 300;

  private final Path file;
  private final ForeignFormat format;
  private final KerasOptions keras;

  private ForeignFile(Path file, ForeignFormat format, KerasOptions keras) {
    this.file = file;
    this.format = format;
    this.keras = keras;
  }

  /**
   * Looks at the beginning of a file, and whether there is what it is to be read with.
   *
   * @throws CommandFailure in one line, if it is none that can be imported
   */
  static ForeignFile of(Path file, KerasOptions keras) {
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a directory; save the network as one file (.h5, .keras or .onnx)");
    }
    if (!Files.exists(file)) {
      throw new CommandFailure("no file " + file);
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused(file, "it is larger than %d MiB".formatted(MOST_BYTES >> 20));
      }
      ForeignFormat format = ForeignFormat.of(file);
      if (format != ForeignFormat.KERAS) {
        keras.requireNone();
      }
      if (keras.architecture().isPresent()) {
        checkArchitecture(keras.architecture().get());
      }
      return new ForeignFile(file, format, keras);
    } catch (UnimportableException e) {
      throw refused(file, e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void checkArchitecture(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CommandFailure("--architecture: %s is a directory".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure("--architecture: no file " + file);
    }
    if (Files.size(file) > MOST_TEXT) {
      throw new CommandFailure(
          "--architecture: %s is larger than %d MiB".formatted(file, MOST_TEXT >> 20));
    }
  }

  /** What the manifest calls networks of this form. */
  String family() {
    return format.family();
  }

  /**
   * Reads the network, which is unchecked.
   *
   * @throws CommandFailure in one line, if it cannot be imported
   */
  ImportedNetwork read() {
    try (TemporaryFolder folder = TemporaryFolder.create("inkstream-import")) {
      return readElsewhere(folder.path());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private ImportedNetwork readElsewhere(Path folder) throws IOException {
    Path network = folder.resolve("network");
    Path remarks = folder.resolve("remarks");
    Path refusal = folder.resolve("refusal");
    List<String> command = java(folder);
    command.add(format.name());
    command.add(file.toAbsolutePath().toString());
    command.add(network.toString());
    command.add(remarks.toString());
    command.add(refusal.toString());
    command.add(keras.architecture().map(path -> path.toAbsolutePath().toString()).orElse(""));
    command.add(keras.backend().map(Backend::toString).orElse(""));
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
    return new ImportedNetwork(Files.readAllBytes(network), Files.readAllLines(remarks));
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
            ForeignReaderMain.class.getName()));
    return command;
  }

  private static CommandFailure refused(Path file, String why) {
    return new CommandFailure("%s cannot be imported: %s".formatted(file, why));
  }

  private static CommandFailure unreadable(Path file, IOException e) {
    return new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
  }
}
