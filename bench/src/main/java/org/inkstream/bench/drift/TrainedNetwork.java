package org.inkstream.bench.drift;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.inkstream.model.command.CommandFailure;

/** A network for the measurements, trained once by the command that users train with. */
final class TrainedNetwork {

  private TrainedNetwork() {}

  /**
   * The bundle of a folder, which is trained if it is not there.
   *
   * @param quick a softmax on few images rather than a cnn
   * @throws CommandFailure if the training fails
   */
  static Path in(Path folder, Consumer<String> progress, boolean quick)
      throws IOException, InterruptedException {
    Path bundle = folder.resolve(quick ? "softmax-quick.bundle" : "cnn.bundle");
    if (Files.exists(bundle)) {
      return bundle;
    }
    Files.createDirectories(folder);
    String launcher = System.getProperty("inkstream.launcher");
    if (launcher == null) {
      throw new CommandFailure("bench drift needs --bundle-cnn when not run by ./inkstream");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher,
                "train",
                "--data=mnist",
                "--split=shuffled",
                "--seed=1",
                "--out=" + bundle));
    command.addAll(
        quick ? List.of("--model=softmax", "--quick") : List.of("--model=cnn", "--epochs=3"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept("train: " + line);
      }
      if (process.waitFor() != 0) {
        throw new CommandFailure("the training of the network failed");
      }
      return bundle;
    } finally {
      process.destroy();
    }
  }
}
