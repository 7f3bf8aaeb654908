package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files, and what is expected of them, are made by make_networks.py with PyTorch. */
class ImportOnnxTest {

  @TempDir private static Path folder;
  private static String data;

  @TempDir private Path own;
  private Importing importing;

  @BeforeAll
  static void images() throws IOException {
    data = Importing.digits(folder);
  }

  @BeforeEach
  void bundle() {
    importing = new Importing(data, own.resolve("imported.bundle"));
  }

  @ParameterizedTest
  @CsvSource({
    "mlp, mlp, logarithms of probabilities",
    "cnn, cnn, ''",
    "unfused, cnn, scores without a softmax",
    "logits, logits, scores without a softmax",
    "pooled, pooled, scores without a softmax",
    "channels_last, channels_last, ''",
    "half, half, scores without a softmax"
  })
  void shouldImportWhatAnswersAsItDidInPyTorch(String name, String answers, String remark)
      throws IOException {
    Path expected = Importing.file("onnx/" + answers + ".csv");

    Ran ran =
        importing.resource("onnx/" + name + ".onnx", "--expect", expected.toString(), "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("8 expected answers agree\n").contains(remark);
    assertThat(ran.err().contains("; the bundle ")).isEqualTo(!remark.isEmpty());
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json.get("family").asText()).isEqualTo("onnx");
    assertThat(json.get("accuracy").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void shouldRefuseWithTheNodesName() {
    importing.assertRefused(
        importing.resource("onnx/residual.onnx"),
        "residual.onnx cannot be imported: node '/1/Add' (Add): its input is [",
        "only chains are imported");
  }

  @Test
  void shouldTellThatThePreprocessingIsAnother() {
    String[] arguments = {
      "import",
      Importing.file("onnx/cnn.onnx").toString(),
      "--data",
      data,
      "--preprocess",
      "centre",
      "--expect",
      Importing.file("onnx/cnn.csv").toString(),
      "--out",
      importing.out().toString()
    };

    importing.assertRefused(Ran.inkstream(arguments), "--expect: line 2 (image 0): output ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 11_000})
  void shouldRefuseAFileThatWasCutShort(int length) throws IOException {
    byte[] whole = Files.readAllBytes(Importing.file("onnx/cnn.onnx"));
    Path cut = Files.write(own.resolve("cut.onnx"), Arrays.copyOf(whole, length));

    importing.assertRefused(importing.file(cut), cut + " cannot be imported: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldSurviveGarbage(long seed) throws IOException {
    byte[] garbage = new byte[10_000];
    new Random(seed).nextBytes(garbage);
    Path file = Files.write(own.resolve("garbage.ONNX"), garbage);

    importing.assertRefused(importing.file(file), "it cannot be decoded");
  }
}
