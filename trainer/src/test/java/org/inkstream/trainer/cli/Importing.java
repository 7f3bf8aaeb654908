package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.trainer.mnist.Mnist;

/**
 * {@code import} as tests call it.
 *
 * @param data the data set
 * @param out where the bundle is to be
 */
record Importing(String data, Path out) {

  /** Writes images that no network of the test resources has learnt from; returns their place. */
  static String digits(Path folder) throws IOException {
    return IdxFolder.write(folder.resolve("digits"), Mnist.train(120), Mnist.test(900)).toString();
  }

  /** Imports a file of the test resources. */
  Ran resource(String name, String... more) {
    return file(file(name), more);
  }

  Ran file(Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                file.toString(),
                "--data",
                data,
                "--preprocess",
                "scale",
                "--out",
                out.toString()));
    arguments.addAll(List.of(more));
    return Ran.inkstream(arguments.toArray(String[]::new));
  }

  /** Refused in one line that has these words, and nothing written. */
  void assertRefused(Ran ran, String... words) {
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).startsWith("inkstream: ").contains(words);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }

  /** A file of the test resources, such as {@code keras/keras1.h5}. */
  static Path file(String name) {
    try {
      return Path.of(Importing.class.getResource("/org/inkstream/trainer/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
