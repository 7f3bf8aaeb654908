package org.inkstream.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.inkstream.model.scorer.Networks;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * Any bytes as an ONNX file: refused in one line, or a network with weights, with the memory of the
 * process in which {@code import} has files read.
 *
 * <p>An input that begins as exporters begin a file is the file. Any other is a program by which
 * {@link GraphProgram} makes one: chance does not find lengths that fit each other, nor names of
 * operators.
 */
class OnnxFuzz {

  /** The version of the representation, which is the first field of a file. */
  private static final byte FIRST_FIELD = 0x08;

  /**
   * Networks that are imported. A line is a node: how many inputs it has, counted from the latest
   * result on, how many attributes, and these; or a weight: its type, the number of its sides,
   * these and its first number, in eighths if it is a float. The first line is the opset after 7,
   * and the image after 2 for the number of its sides.
   */
  private static final Map<String, String> SEEDS =
      Map.of(
          "mlp",
          """
          6 2 0 1 4 4
          Flatten 1 0 0
          0 2 16 3 2
          Gemm 2 1 0 0
          Relu 1 0 0
          0 2 3 2 2
          MatMul 2 1 0 0
          0 1 2 2
          Add 2 1 0 0
          Softmax 1 0 0
          """,
          "cnn",
          """
          6 2 0 1 8 8
          0 0 2
          Sub 2 1 0 0
          0 4 2 1 3 3 2
          Conv 2 1 0 1 pads 4 1 1 1 1
          0 1 2 2
          0 1 2 2
          0 1 2 2
          0 1 2 2
          BatchNormalization 5 4 3 2 1 0 0
          MaxPool 1 0 2 kernel_shape 2 2 2 strides 2 2 2
          GlobalAveragePool 1 0 0
          Flatten 1 0 0
          """,
          "sizes",
          """
          0 2 0 4 4 1
          Transpose 1 0 1 perm 4 0 3 1 2
          Shape 1 0 0
          1 1 1 0
          Gather 2 1 0 0
          1 1 1 -1
          Concat 2 1 0 1 axis 0
          Reshape 2 5 0 0
          0 2 16 3 2
          MatMul 2 1 0 0
          LogSoftmax 1 0 1 axis 1
          """);

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws IOException {
    Path folder =
        Files.createDirectories(
            Path.of(arguments[0])
                .resolve(OnnxFuzz.class.getName().replace('.', '/') + "Inputs")
                .resolve("shouldReadOrRefuse"));
    for (Map.Entry<String, String> seed : SEEDS.entrySet()) {
      byte[] program = GraphProgram.assemble(seed.getValue());
      Files.write(folder.resolve("seed-" + seed.getKey()), program);
      Files.write(folder.resolve("seed-" + seed.getKey() + ".onnx"), GraphProgram.run(program));
    }
  }

  @FuzzTest(maxDuration = "10m")
  void shouldReadOrRefuse(byte[] input) throws IOException {
    boolean file = input.length > 0 && input[0] == FIRST_FIELD;
    ImportedNetwork read;
    try {
      read = OnnxImport.read(file ? input : GraphProgram.run(input));
    } catch (UnimportableException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
      assertThat(e.getMessage().lines()).hasSize(1);
      return;
    }

    assertThat(Networks.weightBytes(read.network())).isPositive();
    assertThat(read.remarks()).allMatch(remark -> remark.lines().count() == 1);
  }
}
