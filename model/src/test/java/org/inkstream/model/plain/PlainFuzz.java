package org.inkstream.model.plain;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.inkstream.model.SeedFiles;

/**
 * Any bytes as a plain model: refused in one line, or a model that ends, has an answer for an
 * image, and is the same when it is written and read again.
 */
class PlainFuzz {

  /** An image of more numbers would only take time. */
  private static final int MOST_INPUTS = 1 << 16;

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws Exception {
    SeedFiles.write(Path.of(arguments[0]), PlainFuzz.class, "shouldReadOrRefuse", seeds());
  }

  private static Stream<byte[]> seeds() {
    return Stream.of(
            PlainModels.trees(4), PlainModels.kernels(4, 2, 3), PlainModels.recurrent(2, 2, 2))
        .map(PlainFile::write);
  }

  @FuzzTest(maxDuration = "10m")
  void shouldReadOrRefuse(byte[] input) {
    PlainModel read;
    try {
      read = PlainFile.read(input);
    } catch (IOException e) {
      assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
      return;
    }

    assertThat(PlainFile.write(read)).isEqualTo(input);
    if (read.inputSize() <= MOST_INPUTS) {
      float[] probabilities = new float[read.classes()];
      read.score(new float[read.inputSize()], 0, new float[read.scratchSize()], probabilities, 0);
      read.scoreSlowly(new float[read.inputSize()], 0, probabilities, 0);
    }
  }
}
