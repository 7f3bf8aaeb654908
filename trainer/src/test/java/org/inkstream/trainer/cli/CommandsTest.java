package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static String data;
  private static String bundle;
  private static Ran training;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    data =
        IdxFolder.write(folder.resolve("digits"), Mnist.train(1_200), Mnist.test(300)).toString();
    bundle = folder.resolve("softmax.bundle").toString();
    training =
        Ran.inkstream(
            "train", "--data", data, "--model", "softmax", "--out", bundle, "--epochs", "3");
  }

  @Test
  void shouldTrainAndSayHowGoodItIs() {
    assertThat(training.exitCode()).isZero();
    assertThat(training.err().lines().limit(3))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).matches("epoch \\d of 3: loss .*"));
    assertThat(training.err().lines().skip(3))
        .containsExactly(
            "inkstream: 200 images make a coarse reference, by which drift is found late; 1,000 are"
                + " enough",
            // 200 of 201 are 0.99502.
            "inkstream: 200 images cannot exclude a class with a coverage of 0.999: every prediction"
                + " set has all classes; it takes 999 images, or --coverage 0.995");
    assertThat(training.out())
        .containsPattern("version    \\d{8}T\\d{6}Z-softmax-[0-9a-f]{8}\n")
        .containsPattern("test       accuracy [678]\\d\\.\\d\\d %, cross-entropy ")
        .containsPattern("profile    200 images, [678]\\d\\.\\d\\d % of them right\n")
        .containsPattern("weights    7,850, sha256 [0-9a-f]{64}\n")
        .contains("bundle     " + bundle + "\n");
    assertThat(Path.of(bundle)).isRegularFile();
  }

  @Test
  void shouldEvaluateAsJson() throws IOException {
    Ran ran = Ran.inkstream("evaluate", bundle, "--data", data, "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    JsonNode json = JSON.readTree(ran.out());
    assertThat(json.get("family").asText()).isEqualTo("softmax");
    assertThat(json.get("images").asInt()).isEqualTo(300);
    assertThat(json.get("profileImages").asInt()).isEqualTo(200);
    assertThat(json.get("crossEntropy").asDouble()).isBetween(0.3, 1.5);
    assertThat(json.get("ece").asDouble()).isBetween(0.0, 0.2);
    int right = 0;
    int all = 0;
    for (int row = 0; row < 10; row++) {
      right += json.get("confusion").get(row).get(row).asInt();
      for (JsonNode count : json.get("confusion").get(row)) {
        all += count.asInt();
      }
    }
    assertThat(all).isEqualTo(300);
    assertThat(json.get("accuracy").asDouble()).isCloseTo(right / 300.0, within(1e-9));
  }

  @Test
  void shouldEvaluateToTheAccuracyThatTrainingPrinted() {
    Ran ran = Ran.inkstream("evaluate", bundle, "--data", data);

    String printed = training.out().replaceAll("(?s).*accuracy ([0-9.]+ %).*", "$1");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("accuracy       " + printed + "\n").contains("true");
  }

  /** The published test images are among those that it has learnt from. */
  @Test
  void shouldEvaluateOnWhatATrainingOfMixedPartsHeldOut() throws IOException {
    Path mixed = own.resolve("mixed.bundle");

    Ran trained =
        Ran.inkstream(
            "train",
            "--data",
            data,
            "--model",
            "softmax",
            "--out",
            "" + mixed,
            "--epochs",
            "2",
            "--split",
            "shuffled",
            "--json");
    Ran measured = Ran.inkstream("evaluate", "" + mixed, "--data", data, "--json");

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(measured.err()).isEmpty();
    JsonNode expected = JSON.readTree(trained.out());
    JsonNode found = JSON.readTree(measured.out());
    assertThat(found.get("images").asInt()).isEqualTo(300);
    assertThat(found.get("accuracy")).isEqualTo(expected.get("accuracy"));
    assertThat(found.get("crossEntropy").asDouble())
        .isCloseTo(expected.get("crossEntropy").asDouble(), within(1e-9));
  }

  @Test
  void shouldPrintTheTrainingAsJson() throws IOException {
    Path out = own.resolve("quick.bundle");

    Ran ran =
        Ran.inkstream(
            "train",
            "--data",
            data,
            "--model",
            "mlp",
            "--quick",
            "--json",
            "--threads",
            "1",
            "--out",
            "" + out);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode json = JSON.readTree(ran.out());
    assertThat(json.get("family").asText()).isEqualTo("mlp");
    assertThat(json.get("parameters").asInt()).isEqualTo(235_146);
    assertThat(json.get("profileImages").asInt()).isEqualTo(200);
    assertThat(json.get("bundle").asText()).isEqualTo(out.toString());
    assertThat(json.get("accuracy").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void shouldPromiseTheCoverageThatIsAskedForAndSayItInItsCard() throws Exception {
    Path out = own.resolve("ninety.bundle");

    Ran ran =
        Ran.inkstream(
            "train",
            "--data",
            data,
            "--model",
            "softmax",
            "--quick",
            "--coverage",
            "0.9",
            "--out",
            "" + out);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    Bundle made = BundleFile.read(Files.readAllBytes(out));
    assertThat(made.profile().predictionSets().orElseThrow().coverage()).isEqualTo(0.9);
    assertThat(made.manifest().hyperparameters()).containsEntry("coverage", "0.9");
    assertThat(made.card().orElseThrow().text())
        .contains("- prediction sets: the true class is in 90.0 % of them\n")
        .contains("--coverage 0.9");
    JsonNode json =
        JSON.readTree(Ran.inkstream("evaluate", "" + out, "--data", data, "--json").out());
    assertThat(json.get("predictionSets").get("promised").asDouble()).isEqualTo(0.9);
    assertThat(json.get("outliers").get("level").asDouble()).isEqualTo(0.001);
    // Of 200 reference images 160 are ranked among: nothing can be flagged at this level.
    assertThat(json.get("outliers").get("share").asDouble()).isZero();
  }

  @Test
  void shouldReplaceAFileOnlyWhenForced() throws IOException {
    Path out = Files.writeString(own.resolve("there"), "precious");
    String[] again = {"train", "--data", data, "--model", "softmax", "--quick", "--out", "" + out};

    Ran refused = Ran.inkstream(again);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("inkstream: --out: " + out + " exists; --force replaces it\n");
    assertThat(out).hasContent("precious");

    String[] forced = Arrays.copyOf(again, again.length + 1);
    forced[again.length] = "--force";
    assertThat(Ran.inkstream(forced).exitCode()).isZero();
    assertThat(Files.size(out)).isGreaterThan(10_000);
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void shouldLookAtTheTargetBeforeItTrains() {
    Path missing = own.resolve("no/where");

    assertFailure(
        "--out: no directory " + missing.getParent(),
        "train",
        "--data",
        "nothing to be read",
        "--out",
        "" + missing);
    assertFailure("--out: " + own + " is a directory", "train", "--data", data, "--out", "" + own);
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithTheData() throws IOException {
    String out = own.resolve("b").toString();
    Path empty = Files.createDirectory(own.resolve("empty"));
    ImageSet one = new ImageSet(28, 28, Mnist.train(20).pixels(), new int[20]);
    Path single = IdxFolder.write(own.resolve("single"), one, one);

    assertFailure(
        "--data: nosuch: no such directory or file (the word mnist means the images that come with"
            + " Inkstream)",
        "train",
        "--data",
        "nosuch",
        "--out",
        out);
    assertFailure(
        "--data: "
            + empty
            + ": no data set: no files train-images-idx3-ubyte and train-labels-idx1-ubyte (or of"
            + " such names), no folders of pictures, no CSV file",
        "train",
        "--data",
        "" + empty,
        "--out",
        out);
    assertFailure(
        "--data: "
            + single
            + "/train-labels-idx1-ubyte: row 1: this and all others are of one class, '0'; at least"
            + " two classes are needed",
        "train",
        "--data",
        "" + single,
        "--out",
        out);
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithABundle() throws IOException {
    Path garbage = Files.writeString(own.resolve("garbage"), "not a bundle");

    assertFailure("no bundle " + own.resolve("x"), "evaluate", own + "/x", "--data", data);
    assertFailure(own + " is a directory, not a bundle", "evaluate", "" + own, "--data", data);
    assertFailure(
        garbage + " is refused: UNREADABLE_BUNDLE: not a zip, or not the whole of one",
        "evaluate",
        "" + garbage,
        "--data",
        data);
    assertFailure(
        garbage + " is refused: UNREADABLE_BUNDLE: not a zip, or not the whole of one",
        "publish",
        "" + garbage);
  }

  @Test
  void shouldRefuseLabelsThatTheBundleDoesNotKnow() throws IOException {
    ImageSet eleventh = new ImageSet(28, 28, Mnist.test(1).pixels(), new int[] {10});
    Path other = IdxFolder.write(own.resolve("other"), Mnist.train(2), eleventh);

    assertFailure(
        "--data: "
            + other
            + "/t10k-labels-idx1-ubyte: row 1: label '10' is none of the 10 labels of the bundle:"
            + " 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
        "evaluate",
        bundle,
        "--data",
        "" + other);
  }

  @ParameterizedTest
  @CsvSource({
    "--model, rnn, '--model is rnn, must be one of tree, forest, softmax, svm, mlp, lstm,"
        + " cnn, resnet'",
    "--split, half, '--split is half, must be one of official, shuffled, stratified'",
    "--epochs, 0, '--epochs is 0, must be 1 to 100000'",
    "--batch, -1, '--batch is -1, must be 1 to 1024'",
    "--batch, 1025, '--batch is 1025, must be 1 to 1024'",
    "--set, epochs=0, '--set epochs is 0, must be 1 to 100000'",
    "--set, trees=3, '--set trees: cnn has no such setting; it has epochs, batch, learningRate,"
        + " warmUp, dropout, averaging, l2, augment, mirror, patience'",
    "--preprocess, log, "
        + "'--preprocess is log, must be one of none, scale, centre, mean-image, standardise'",
    "--update, x, '--update: cnn cannot go on learning, svm can'",
    "--train-images, 0, '--train-images is 0, must be 1 or more'",
    "--threads, 0, '--threads is 0, must be 1 or more'",
    "--coverage, 1, '--coverage is 1, must be between 0 and 1'",
    "--coverage, NaN, '--coverage is NaN, must be between 0 and 1'",
    "--learning-rate, NaN, '--learning-rate is NaN, must be a number from 1.0E-9 to 1.0E38'"
  })
  void shouldRefuseWrongUsage(String option, String value, String message) {
    Ran ran = Ran.inkstream("train", "--data", data, "--out", own + "/b", option, value);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("inkstream: " + message + " (see ./inkstream train --help)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--lead, -1, '--lead is -1, must be 0 to 86400 seconds'",
    "--partitions, 0, '--partitions is 0, must be 1 or more'"
  })
  void shouldRefuseWrongPublishing(String option, String value, String message) {
    Ran ran = Ran.inkstream("publish", bundle, option, value);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("inkstream: " + message + " (see ./inkstream publish --help)\n");
  }

  @Test
  void shouldRefuseOptionsThatAFamilyDoesNotHave() {
    Ran ran =
        Ran.inkstream(
            "train", "--data", data, "--out", own + "/b", "--model", "tree", "--epochs", "3");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--epochs: tree has no setting epochs");
  }

  @Test
  void shouldGoOnLearningFromABundleOfTheSameFamilyOnly() {
    String first = own.resolve("first.bundle").toString();
    String second = own.resolve("second.bundle").toString();
    String[] svm = {"train", "--data", data, "--model", "svm", "--set", "landmarks=60"};

    Ran made = Ran.inkstream(with(svm, "--out", first));
    assertThat(made.exitCode()).as(made.err()).isZero();
    Ran updated =
        Ran.inkstream(
            "train", "--data", data, "--model", "svm", "--update", first, "--out", second);
    assertThat(updated.exitCode()).as(updated.err()).isZero();
    assertThat(updated.out()).contains("-svm-").doesNotContain("epoch");

    Ran other =
        Ran.inkstream(
            "train",
            "--data",
            data,
            "--model",
            "svm",
            "--update",
            bundle,
            "--out",
            own + "/third.bundle");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .matches("inkstream: --update: \\S+-softmax-\\S+ is of the family softmax, not svm\n");
    Ran fixed = Ran.inkstream(with(svm, "--update", first, "--out", own + "/third.bundle"));
    assertThat(fixed.exitCode()).isEqualTo(2);
    assertThat(fixed.err()).contains("--set landmarks: with --update it is the bundle's");
  }

  @Test
  void shouldListFamiliesAndSettings() {
    String help = Ran.inkstream("train", "--help").out();

    assertThat(help)
        .contains("  tree: one decision tree; --preprocess none")
        .contains("    hidden=256,128  sizes of the hidden layers (1 to 8 sizes of 1 to 4096");
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void shouldSetLinesOfHelpInAndNotBreakThemAtTheMargin() {
    for (String command : new String[] {"train", "tune"}) {
      String help = Ran.inkstream(command, "--help").out();

      String footer = help.substring(help.lastIndexOf(":\n") + 2);
      assertThat(footer.lines()).allMatch(line -> line.isEmpty() || line.startsWith("  "));
    }
  }

  private static void assertFailure(String message, String... arguments) {
    Ran ran = Ran.inkstream(arguments);

    assertThat(ran.err()).isEqualTo("inkstream: " + message + "\n");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
  }
}
