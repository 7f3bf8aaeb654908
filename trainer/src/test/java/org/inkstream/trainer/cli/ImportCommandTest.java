package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files, and what is expected of them, are made by make_networks.py with numpy and h5py. */
class ImportCommandTest {

  @TempDir private static Path folder;
  private static String data;

  @TempDir private Path own;

  @BeforeAll
  static void images() throws IOException {
    data = Importing.digits(folder);
  }

  @ParameterizedTest
  @CsvSource({"keras2, 5744", "keras3, 4408"})
  void shouldImportWhatAnswersAsItDidInKeras(String name, int parameters) throws IOException {
    Ran ran = imported(name + ".h5", "--expect", resource(name + ".csv").toString(), "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("8 expected answers agree\n").contains("a coarse reference");
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json.get("family").asText()).isEqualTo("keras");
    assertThat(json.get("parameters").asInt()).isEqualTo(parameters);
    assertThat(json.get("accuracy").asDouble()).isBetween(0.5, 1.0);
    Ran evaluated = Ran.inkstream("evaluate", out().toString(), "--data", data, "--json");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(new ObjectMapper().readTree(evaluated.out()).get("accuracy").asDouble())
        .isBetween(0.6, 1.0);
  }

  @Test
  void shouldTellTheFirstAnswerThatDiffers() throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(resource("keras1.csv")));
    rows.set(5, rows.get(5).replaceFirst(",[^,]*$", ",0.5"));
    Path wrong = Files.write(own.resolve("wrong.csv"), rows);

    Ran ran = keras1("--expect", wrong.toString());

    assertRefused(ran, "--expect: line 6 (image 4): output 9 is ", "expected is 0.500000");
  }

  @Test
  void shouldTellThatThePreprocessingIsAnother() {
    Ran ran =
        Ran.inkstream(
            "import",
            resource("keras3.h5").toString(),
            "--data",
            data,
            "--preprocess",
            "centre",
            "--expect",
            resource("keras3.csv").toString(),
            "--out",
            out().toString());

    assertRefused(ran, "--expect: line 2 (image 0): output 0 is ");
  }

  @Test
  void shouldSayWhatIsWrongWithExpectations() throws IOException {
    Path file = Files.writeString(own.resolve("expected.csv"), "image,p\n0,0.5\n");

    assertRefused(keras1("--expect", file.toString()), "--expect: line 2 has 2 values, not 11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lambda.h5        | layer 'halved' (Lambda): a kind of layer that cannot be imported",
        "fork.h5          | layer 'side' (Dense): its input is [input_1], not the one layer before",
        "short_weights.h5 | layer 'dense' (Dense): its weights are [500, 10] where [784, 10]"
            + " belong",
        "small_input.h5   | does not fit: the network takes 400 numbers, announced were 784",
      })
  void shouldRefuseWithTheLayersName(String name, String message) {
    assertRefused(imported(name), message);
  }

  @Test
  void shouldRefuseLabelsOfAnotherNumber() {
    assertRefused(
        keras1("--labels", "0,1,2,3,4,5,6,7,8,9,ten"),
        "--labels: 11 names, but the network has 10 outputs");
    assertRefused(keras1("--labels", "0,1"), "--labels: 2 names, but the network has 10 outputs");
    assertRefused(
        keras1("--labels", "a,b,c,d,e,f,g,h,i,j"),
        "label '7' is none of the 10 labels of --labels: a, b, c");
    assertRefused(keras1("--labels", "0,0"), "--labels: at least two are needed");
  }

  @Test
  void shouldTakeLabelsFromAFile() throws IOException {
    Path names = Files.write(own.resolve("names"), List.of("0123456789".split("")));

    Ran ran = keras1("--labels", names.toString());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  @Test
  void shouldTakeTheMeanImageFromTheImagesThatWereLearnt() {
    String[] arguments = {
      "import",
      resource("keras1.h5").toString(),
      "--data",
      data,
      "--preprocess",
      "mean-image",
      "--keras-backend",
      "tensorflow",
      "--out",
      out().toString(),
      "--part",
      "train"
    };

    assertRefused(Ran.inkstream(arguments), "--preprocess mean-image needs the images that");
    Ran ran = Ran.inkstream(Arrays.copyOf(arguments, arguments.length - 2));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 2_048, 38_000})
  void shouldRefuseAFileThatWasCutShort(int length) throws IOException {
    byte[] whole = Files.readAllBytes(resource("keras1.h5"));
    Path cut = Files.write(own.resolve("cut.h5"), Arrays.copyOf(whole, length));

    assertRefused(
        importedFrom(cut, "--keras-backend", "tensorflow"), cut + " cannot be imported: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldSurviveDamage(long seed) throws IOException {
    byte[] damaged = Files.readAllBytes(resource("keras2.h5"));
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
    }
    Path file = Files.write(own.resolve("damaged.h5"), damaged);

    Ran ran = importedFrom(file);

    // With luck only weights are hit, and it is a network still.
    if (ran.exitCode() != 0) {
      assertRefused(ran, "" + file);
    }
  }

  @Test
  void shouldSayWhatAFileIsThatIsNoNetwork() throws IOException {
    assertRefused(
        importedFrom(Files.writeString(own.resolve("text.h5"), "no network at all")),
        "text.h5 cannot be imported: it is neither HDF5 nor a zip of Keras, and its name does not");
    assertRefused(
        importedFrom(Files.writeString(own.resolve("model.keras"), "PK\3\4 and so on")),
        "model.keras cannot be imported: it is a zip that cannot be read; it may be cut short");
    assertRefused(
        importedFrom(Files.writeString(own.resolve("model.onnx"), "ONNX")),
        "model.onnx cannot be imported: it cannot be decoded; it is no ONNX file, or damaged");
    assertRefused(importedFrom(own), own + " cannot be imported: it is a directory");
    assertRefused(importedFrom(own.resolve("none.h5")), "no file " + own.resolve("none.h5"));
  }

  @Test
  void shouldRefuseWrongUsage() {
    Ran ran =
        Ran.inkstream(
            "import",
            "x.h5",
            "--data",
            data,
            "--preprocess",
            "half",
            "--part",
            "some",
            "--out",
            "" + out());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("--preprocess is half, must be one of none, scale, centre")
        .contains("--part is some, must be train or test");
  }

  /** Which does not say what computed it. */
  private Ran keras1(String... more) {
    String[] arguments = Arrays.copyOf(more, more.length + 2);
    arguments[more.length] = "--keras-backend";
    arguments[more.length + 1] = "tensorflow";
    return imported("keras1.h5", arguments);
  }

  private Ran imported(String name, String... more) {
    return importing().resource("keras/" + name, more);
  }

  private Ran importedFrom(Path file, String... more) {
    return importing().file(file, more);
  }

  private void assertRefused(Ran ran, String... words) {
    importing().assertRefused(ran, words);
  }

  private Importing importing() {
    return new Importing(data, out());
  }

  private Path out() {
    return own.resolve("imported.bundle");
  }

  private static Path resource(String name) {
    return Importing.file("keras/" + name);
  }
}
