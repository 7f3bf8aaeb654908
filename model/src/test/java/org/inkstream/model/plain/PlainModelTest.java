package org.inkstream.model.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainModelTest {

  private static final PlainModel TREES = PlainModels.trees(3);
  private static final PlainModel KERNELS = PlainModels.kernels(6, 3, 5);
  private static final PlainModel RECURRENT = PlainModels.recurrent(3, 2, 3);

  @ParameterizedTest
  @CsvSource({
    // The means of the two leaves, worked out by hand; a value on a threshold goes left.
    "0.5, 0.25, 0.5, 0.5",
    "0.6, 0.25, 0.125, 0.875",
    "0.8, 0.2, 0.375, 0.625",
    "0.8, 0.3, 0.5, 0.5",
    "0.1, 0.3, 0.875, 0.125"
  })
  void shouldAnswerWithTheMeanOfTheLeaves(float x0, float x1, float first, float second) {
    float[] probabilities = new float[2];

    TREES.score(new float[] {9, x0, x1, 7}, 1, new float[3], probabilities, 0);
    assertThat(probabilities).containsExactly(first, second);
    TREES.scoreSlowly(new float[] {x0, x1, 7}, 0, probabilities, 0);
    assertThat(probabilities).containsExactly(first, second);
  }

  @Test
  void shouldWeighKernelsByTheirDistance() {
    // Landmarks (0, 0) and (1, 0), gamma 1/2. Of (1, 2) the squared distances are 5 and 4, and the
    // scores 2 e^-2.5 - e^-2 and 3 e^-2: 0.0288347 and 0.4060058.
    KernelMachine machine =
        KernelMachine.of(2, 2, 0.5f, new float[] {0, 0, 1, 0}, new float[] {2, 0, -1, 3});
    float[] probabilities = new float[2];

    machine.score(new float[] {1, 2}, 0, new float[machine.scratchSize()], probabilities, 0);

    assertThat(probabilities[0]).isCloseTo(0.4068094f, within(1e-6f));
    assertThat(probabilities[1]).isCloseTo(0.5931906f, within(1e-6f));
  }

  @Test
  void shouldAgreeWithTheSlowForm() {
    Random random = new Random(1);
    for (PlainModel model : List.of(KERNELS, RECURRENT)) {
      for (int i = 0; i < 100; i++) {
        float[] image = new float[6];
        for (int k = 0; k < image.length; k++) {
          image[k] = random.nextBoolean() ? 0 : random.nextFloat();
        }
        float[] fast = new float[3];
        float[] slow = new float[3];

        model.score(image, 0, new float[model.scratchSize()], fast, 0);
        model.scoreSlowly(image, 0, slow, 0);

        assertThat(fast).containsExactly(slow, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Of a file of a recurrent network: words of head, steps, width, units, classes.
    "3, 0, 'steps is 0, must be 1 to 2048'",
    "4, 2049, 'width is 2049, must be 1 to 2048'",
    "5, 4096, 'cell needs 67158016 numbers, 336 bytes are left'",
    "5, 4, 'cell needs 112 numbers, 336 bytes are left'",
    "7, 2143289344, 'cell has NaN among its numbers'"
  })
  void shouldRefuseRecurrentNetworksThatAreNone(int word, int value, String message) {
    byte[] file = PlainFile.write(RECURRENT);
    ByteBuffer.wrap(file).putInt(word * 4, value);

    assertThatThrownBy(() -> PlainFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void shouldBeTheSameWhenWrittenAndRead() throws IOException {
    for (PlainModel model : List.of(TREES, KERNELS, RECURRENT)) {
      byte[] file = PlainFile.write(model);

      PlainModel read = PlainFile.read(file);

      assertThat(PlainFile.isOne(file)).isTrue();
      assertThat(read).usingRecursiveComparison().isEqualTo(model);
      assertThat(PlainFile.write(read)).isEqualTo(file);
    }
    assertThat(TREES.parameters()).as("3 splits, 5 leaves of 2").isEqualTo(3 * 2 + 5 * 2);
  }

  @Test
  void shouldRefuseEveryBeginningOfAFile() {
    for (PlainModel model : List.of(TREES, KERNELS, RECURRENT)) {
      byte[] file = PlainFile.write(model);
      for (int length = 0; length < file.length; length++) {
        byte[] part = Arrays.copyOf(file, length);
        assertThatThrownBy(() -> PlainFile.read(part)).isInstanceOf(IOException.class);
      }
      byte[] longer = Arrays.copyOf(file, file.length + 1);
      assertThatThrownBy(() -> PlainFile.read(longer)).hasMessage("1 bytes too many");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Of a file of trees: words of head, inputs, classes, trees, two sizes, nodes; 3 + 5 nodes.
    "1, 2, 'the version of the form is 2, must be 1 to 1'",
    "2, 4, 'the kind of the model is 4, must be 1 to 3'",
    "3, 0, 'inputs is 0, must be 1 to 4194304'",
    "4, 1, 'classes is 1, must be 2 to 65536'",
    "5, -1, 'trees is -1, must be 1 to 65536'",
    "6, 0, 'tree 0 has 0 nodes'",
    "6, 9, 'tree 0 has 9 nodes'",
    "7, 4, 'node 0 of tree 1 leads nowhere (pixel 1, 4)'",
    "8, 2147483647, 'pixels needs 2147483647 numbers, 140 bytes are left'",
    "9, 3, 'node 0 of tree 0 leads nowhere (pixel 3, 2)'",
    "9, -2, 'node 0 of tree 0 leads nowhere (pixel -2, 2)'",
    "17, 2143289344, 'thresholds has NaN among its numbers'",
    "25, 0, 'node 0 of tree 0 leads nowhere (pixel 0, 0)'",
    "25, 1, 'node 0 of tree 0 leads nowhere (pixel 0, 1)'",
    "25, 3, 'node 0 of tree 0 leads nowhere (pixel 0, 3)'",
    "26, 5, 'node 1 of tree 0 leads nowhere (pixel -1, 5)'",
    "33, 0, 'leaves is 0, must be 1 to 2147483647'",
    "34, 0, 'leaf 0 does not hold probabilities'",
    "34, -1082130432, 'leaf 0 does not hold probabilities'"
  })
  void shouldRefuseTreesThatLeadNowhere(int word, int value, String message) {
    byte[] file = PlainFile.write(TREES);
    ByteBuffer.wrap(file).putInt(word * 4, value);

    assertThatThrownBy(() -> PlainFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0, 'landmarks is 0, must be 1 to 1048576'",
    "5, 1048576, 'landmarks needs 6291456 numbers, 180 bytes are left'",
    "6, 0, 'gamma is 0.0, must be above 0'",
    "6, 2139095040, 'gamma has Infinity among its numbers'"
  })
  void shouldRefuseKernelsThatAreNone(int word, int value, String message) {
    byte[] file = PlainFile.write(KERNELS);
    ByteBuffer.wrap(file).putInt(word * 4, value);

    assertThatThrownBy(() -> PlainFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseRecurrentNetworksThatTakeTooLong() {
    byte[] file = PlainFile.write(RECURRENT);
    ByteBuffer.wrap(file).putInt(3 * 4, 2048).putInt(5 * 4, 4096);

    assertThatThrownBy(() -> PlainFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("4096 units over 2048 steps would take too long");
  }

  @Test
  void shouldMakeNoTreesThatItWouldNotRead() {
    Trees.Node bad = new Trees.Leaf(new float[] {1, 1});

    assertThatIllegalArgumentException().isThrownBy(() -> Trees.of(3, 2, List.of(bad)));
  }
}
