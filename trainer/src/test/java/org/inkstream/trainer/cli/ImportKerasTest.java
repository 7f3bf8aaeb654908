package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where channels are, what computed the network, and what is not in its file. The files, and what
 * is expected of them, are made by make_networks.py with numpy and h5py.
 */
class ImportKerasTest {

  private static final String TURNED =
      "kernels were turned by half a circle, as Theano lays them on images\n";
  private static final String SCORES =
      "the file answers scores without a softmax; the bundle has one\n";

  @TempDir private static Path folder;
  private static String data;

  @TempDir private Path own;

  @BeforeAll
  static void images() throws IOException {
    data = Importing.digits(folder);
  }

  @Test
  void shouldImportTheFirstKerasByWhatComputedIt() throws IOException {
    Ran theano = first1("theano", "--expect", file("first1_theano.csv"), "--json");

    assertImported(theano, TURNED);
    assertThat(new ObjectMapper().readTree(theano.out()).get("accuracy").asDouble())
        .isBetween(0.5, 1.0);
    assertThat(manifest().hyperparameters())
        .containsEntry("importedFrom", "first1.h5")
        .containsEntry("importedArchitecture", "first1.json")
        .containsEntry("importedBackend", "theano")
        .containsKey("digest.importedArchitecture");

    Files.delete(out());
    Ran tensorflow = first1("tensorflow", "--expect", file("first1_tensorflow.csv"));

    assertImported(tensorflow, "");
    assertThat(tensorflow.err()).doesNotContain(TURNED);
  }

  @ParameterizedTest
  @CsvSource({"theano, first1_tensorflow.csv", "tensorflow, first1_theano.csv"})
  void shouldTellThatTheBackendIsAnother(String backend, String answers) {
    Ran ran = first1(backend, "--expect", file(answers));

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("--expect: line 2 (image 0): output 0 is ");
    assertThat(out()).doesNotExist();
  }

  /** One whose Flatten moves channels to the end, and one whose channels are there already. */
  @ParameterizedTest
  @CsvSource({"first2, 2203", "theano_last2, 756"})
  void shouldTurnWhatTheFileSaysIsOfTheano(String name, int parameters) throws IOException {
    Ran ran = importing().resource("keras/" + name + ".h5", "--expect", file(name + ".csv"));

    assertImported(ran, TURNED);
    assertThat(manifest().parameters()).isEqualTo(parameters);
  }

  @Test
  void shouldGiveScoresASoftmax() {
    Ran ran = scores2("scores2.json", "--expect", file("scores2.csv"));

    assertImported(ran, SCORES);
    assertThat(ran.err()).doesNotContain(TURNED);
  }

  @Test
  void shouldAskWhatComputedAFileThatDoesNotSay() {
    importing()
        .assertRefused(
            importing().resource("keras/first1.h5", "--architecture", file("first1.json")),
            "layer 'convolution2d_1' (Convolution2D): the file does not say which backend of Keras",
            "give --keras-backend theano or tensorflow");
    importing()
        .assertRefused(
            importing().resource("keras/keras1.h5"),
            "layer 'convolution2d_1' (Convolution2D): the file does not say which backend of Keras");
  }

  @Test
  void shouldBelieveTheFileMoreThanTheOption() {
    importing()
        .assertRefused(
            importing().resource("keras/first2.h5", "--keras-backend", "tensorflow"),
            "first2.h5 cannot be imported: it says itself that its backend is theano, not"
                + " tensorflow");
    importing()
        .assertRefused(
            scores2("scores2_theano.json"),
            "its weights are of the backend tensorflow, the description of the network is of"
                + " theano");
  }

  @Test
  void shouldAskForTheArchitectureOfWeightsAlone() {
    importing()
        .assertRefused(
            importing().resource("keras/scores2.h5"),
            "scores2.h5 cannot be imported: it has weights alone (no attribute model_config); give"
                + " what model.to_json() wrote by --architecture");
  }

  @Test
  void shouldNotChooseBetweenTwoDescriptions() {
    importing()
        .assertRefused(
            importing().resource("keras/keras2.h5", "--architecture", file("scores2.json")),
            "keras2.h5 cannot be imported: it describes its network itself (attribute"
                + " model_config); leave --architecture out");
  }

  @Test
  void shouldSayWhatIsWrongWithAnArchitecture() throws IOException {
    Path text = Files.writeString(own.resolve("text.json"), "no JSON");
    Path bytes = Files.write(own.resolve("bytes.json"), new byte[] {'{', (byte) 0xff, '}'});
    Path nothing = Files.writeString(own.resolve("null.json"), "null");
    Path third =
        Files.writeString(
            own.resolve("third.json"),
            Files.readString(Importing.file("keras/scores2.json")).replace("2.2.4-tf", "3.1.0"));

    for (Path file : List.of(text, nothing)) {
      importing()
          .assertRefused(
              scores2At(file), "--architecture: the description of the network is no JSON object");
    }
    importing().assertRefused(scores2At(bytes), "--architecture: it is not UTF-8 text");
    importing()
        .assertRefused(
            scores2At(third),
            "its weights are of Keras 2, the description of the network is of Keras 3");
    importing()
        .assertRefused(
            scores2At(own.resolve("none.json")),
            "--architecture: no file " + own.resolve("none.json"));
    importing()
        .assertRefused(
            scores2("first1.json"),
            "layer 'convolution2d_1' (Convolution2D): a layer of Keras 1, and the weights are of"
                + " Keras 2");
    Path renamed =
        Files.writeString(
            own.resolve("renamed.json"),
            Files.readString(Importing.file("keras/scores2.json")).replace("\"conv2d\"", "\"a\""));
    importing()
        .assertRefused(
            scores2At(renamed), "layer 'a' (Conv2D): the file has no weights of this name");
  }

  @Test
  void shouldRefuseAnArchitectureThatIsNoFileOrTooLarge() throws IOException {
    importing().assertRefused(scores2At(own), "--architecture: " + own + " is a directory");
    Path large = Files.write(own.resolve("large.json"), new byte[(16 << 20) + 1]);
    importing()
        .assertRefused(scores2At(large), "--architecture: " + large + " is larger than 16 MiB");
  }

  @Test
  void shouldRefuseWhatIsNotKnownOfChannels() {
    importing()
        .assertRefused(
            scores2("scores2_mixed.json"),
            "layer 'max_pooling2d' (MaxPooling2D): its channels are elsewhere than those of the"
                + " layers before it");
    importing()
        .assertRefused(
            importing()
                .resource(
                    "keras/first1.h5",
                    "--keras-backend",
                    "theano",
                    "--architecture",
                    file("first1_even.json")),
            "layer 'convolution2d_2' (Convolution2D): of Theano, 'same' is imported for kernels"
                + " with an odd number of rows and columns");
  }

  @Test
  void shouldRefuseANormalisationAlongColumns() throws IOException {
    byte[] whole = Files.readAllBytes(Importing.file("keras/first2.h5"));
    Path file = Files.write(own.resolve("axis.h5"), replaced(whole, "\"axis\": 1", "\"axis\": 3"));

    importing()
        .assertRefused(
            importing().file(file),
            "layer 'batch_normalization_1' (BatchNormalization): axis 3 cannot be imported");
  }

  @ParameterizedTest
  @CsvSource({"theano, padding must be valid", "cntk, it is of the backend cntk"})
  void shouldRefuseWhatOtherBackendsDo(String backend, String message) throws IOException {
    byte[] whole = Files.readAllBytes(Importing.file("keras/scores2.h5"));
    Path file = Files.write(own.resolve("other.h5"), replaced(whole, "tensorflow", backend));
    Path architecture =
        Files.writeString(
            own.resolve("other.json"),
            Files.readString(Importing.file("keras/scores2.json")).replace("tensorflow", backend));

    importing()
        .assertRefused(importing().file(file, "--architecture", architecture.toString()), message);
  }

  @Test
  void shouldRefuseTheOptionsForOtherFiles() {
    importing()
        .assertRefused(
            importing().resource("onnx/cnn.onnx", "--keras-backend", "theano"),
            "--keras-backend is for HDF5 files of Keras");
    importing()
        .assertRefused(
            importing().resource("onnx/cnn.onnx", "--architecture", file("first1.json")),
            "--architecture is for HDF5 files of Keras");
    Ran ran = importing().resource("keras/keras1.h5", "--keras-backend", "jax");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--keras-backend is jax, must be one of theano, tensorflow");
  }

  private Ran first1(String backend, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--architecture", file("first1.json"), "--keras-backend", backend));
    options.addAll(List.of(more));
    return importing().resource("keras/first1.h5", options.toArray(String[]::new));
  }

  private Ran scores2(String architecture, String... more) {
    return scores2At(Importing.file("keras/" + architecture), more);
  }

  private Ran scores2At(Path architecture, String... more) {
    List<String> options = new ArrayList<>(List.of("--architecture", architecture.toString()));
    options.addAll(List.of(more));
    return importing().resource("keras/scores2.h5", options.toArray(String[]::new));
  }

  private static void assertImported(Ran ran, String... remarks) {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("8 expected answers agree\n").contains(remarks);
  }

  /** With a word for another, which may be shorter, in text that ends with a zero. */
  private static byte[] replaced(byte[] bytes, String word, String other) {
    byte[] changed = bytes.clone();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(word);
    assertThat(at).isPositive();
    for (int i = 0; i < word.length(); i++) {
      changed[at + i] = i < other.length() ? (byte) other.charAt(i) : 0;
    }
    return changed;
  }

  private Manifest manifest() throws IOException {
    try {
      return BundleFile.read(Files.readAllBytes(out())).manifest();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private Importing importing() {
    return new Importing(data, out());
  }

  private Path out() {
    return own.resolve("imported.bundle");
  }

  private static String file(String name) {
    return Importing.file("keras/" + name).toString();
  }
}
