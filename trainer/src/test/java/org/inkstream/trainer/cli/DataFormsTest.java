package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on data sets of other forms than MNIST's, made of MNIST's images. */
class DataFormsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGES = 600;
  private static final List<String> LETTERS =
      List.of("α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ");

  @TempDir private static Path folder;
  private static Path pictures;
  private static Path csv;
  private static Path groups;

  @TempDir private Path own;

  @BeforeAll
  static void write() throws IOException {
    ImageSet digits = Mnist.train(IMAGES);
    pictures = folder.resolve("letters");
    csv = folder.resolve("letters.csv");
    groups = folder.resolve("writers");
    StringBuilder rows = new StringBuilder("label,pixels\n".replace("pixels", header()));
    List<String> writers = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      String label = LETTERS.get(digits.label(i));
      Path file = pictures.resolve(label).resolve("%04d.png".formatted(i));
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setDataElements(0, 0, 28, 28, digits.image(i));
      ImageIO.write(image, "png", file.toFile());
      rows.append(label);
      for (byte pixel : digits.image(i)) {
        rows.append(',').append(pixel & 0xff);
      }
      rows.append('\n');
      writers.add("writer " + i / 10);
    }
    Files.writeString(csv, rows);
    Files.write(groups, writers);
  }

  private static String header() {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 784; i++) {
      names.append(i == 0 ? "pixel" : ",pixel").append(i);
    }
    return names.toString();
  }

  @Test
  void shouldTrainOnPicturesAndMeasureWhatWasHeldOut() throws IOException, RefusedException {
    Path bundle = own.resolve("pictures.bundle");

    JsonNode trained = train(bundle, "--data", "" + pictures);
    Ran measured = Ran.inkstream("evaluate", "" + bundle, "--data", "" + pictures, "--json");

    assertThat(measured.exitCode()).as(measured.err()).isZero();
    assertThat(measured.err()).isEmpty();
    JsonNode found = JSON.readTree(measured.out());
    // A seventh of 600.
    assertThat(found.get("images").asInt()).isEqualTo(85);
    assertThat(found.get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertThat(found.get("accuracy").asDouble()).isGreaterThan(0.5);
    assertThat(manifest(bundle).labels()).isEqualTo(LETTERS);
    assertThat(manifest(bundle).hyperparameters()).containsEntry("split", "stratified");
  }

  @Test
  void shouldFindTheSameNetworkInTheSameImagesOfAnotherForm() throws IOException, RefusedException {
    Path one = own.resolve("one.bundle");
    Path other = own.resolve("other.bundle");
    // A CSV in the order in which the pictures are read.
    List<String> sorted = new ArrayList<>(Files.readAllLines(csv));
    String header = sorted.remove(0);
    sorted.sort((a, b) -> a.substring(0, 1).compareTo(b.substring(0, 1)));
    sorted.add(0, header);
    Path rows = Files.write(own.resolve("rows.csv"), sorted);

    JsonNode ofPictures = train(one, "--data", "" + pictures);
    JsonNode ofRows = train(other, "--data", "" + rows);

    assertThat(ofRows.get("weightsSha256")).isEqualTo(ofPictures.get("weightsSha256"));
    assertThat(manifest(other).dataDigest()).isEqualTo(manifest(one).dataDigest());
  }

  @Test
  void shouldTrainOnFoldsAndGroupsAndKnowThemAgain() throws IOException, RefusedException {
    Path bundle = own.resolve("fold.bundle");

    JsonNode trained = train(bundle, "--data", "" + csv, "--groups", "" + groups, "--fold", "2/4");
    Ran measured =
        Ran.inkstream(
            "evaluate", "" + bundle, "--data", "" + csv, "--groups", "" + groups, "--json");
    Ran without = Ran.inkstream("evaluate", "" + bundle, "--data", "" + csv, "--json");

    assertThat(manifest(bundle).hyperparameters())
        .containsEntry("fold", "2/4")
        .containsEntry("groups", "kept together");
    assertThat(measured.exitCode()).as(measured.err()).isZero();
    JsonNode found = JSON.readTree(measured.out());
    // Whole writers of ten images.
    assertThat(found.get("images").asInt() % 10).isZero();
    assertThat(found.get("images").asInt()).isBetween(100, 200);
    assertThat(found.get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertThat(without.err())
        .isEqualTo(
            "inkstream: the model was trained on this data set with groups kept together, and"
                + " without the same --groups nobody can tell what it has learnt from; measuring on"
                + " all of it\n");
    assertThat(JSON.readTree(without.out()).get("images").asInt()).isEqualTo(IMAGES);
  }

  @Test
  void shouldTrainOnOneOfTwoIdxSetsWithNamesAndWritersBesideIt()
      throws IOException, RefusedException {
    Path sets = Files.createDirectory(own.resolve("scripts"));
    IdxFolder.writeSet(sets, "greek-", Mnist.train(IMAGES));
    IdxFolder.writeSet(sets, "latin-", Mnist.test(20));
    StringBuilder names = new StringBuilder();
    for (int i = 9; i >= 0; i--) {
      names.append(i).append('\t').append(LETTERS.get(i)).append('\n');
    }
    Files.writeString(sets.resolve("greek-classes.txt"), names);
    ByteBuffer idx = ByteBuffer.allocate(8 + 4 * IMAGES).putInt(0xc01).putInt(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      idx.putInt(70_000 + i / 10);
    }
    Path writers = Files.write(sets.resolve("greek-writers-idx1-int"), idx.array());
    Path bundle = own.resolve("greek.bundle");
    Path set = sets.resolve("greek");
    Path images = sets.resolve("greek-images-idx3-ubyte");

    JsonNode trained = train(bundle, "--data", "" + set, "--groups", "" + writers);

    assertThat(manifest(bundle).labels()).isEqualTo(LETTERS);
    // The file of images alone is the same set, and the text of groups has the same groups.
    for (String[] same :
        new String[][] {
          {"" + set, "" + writers}, {"" + images, "" + writers}, {"" + set, "" + groups}
        }) {
      Ran measured =
          Ran.inkstream("evaluate", "" + bundle, "--data", same[0], "--groups", same[1], "--json");
      assertThat(measured.exitCode()).as(measured.err()).isZero();
      assertThat(measured.err()).isEmpty();
      JsonNode found = JSON.readTree(measured.out().getBytes(StandardCharsets.UTF_8));
      assertThat(found.get("accuracy")).isEqualTo(trained.get("accuracy"));
      assertThat(found.get("labels").get(9).asText()).isEqualTo("κ");
    }
    assertFailure(
        1,
        "--data: %s: several data sets; say which: %s, %s"
            .formatted(sets, set, sets.resolve("latin")),
        "evaluate",
        "" + bundle,
        "--data",
        "" + sets);
  }

  @Test
  void shouldProfileOnTheDataOfATrainingByGroupsOnlyWithTheGroups()
      throws IOException, RefusedException {
    Path bundle = own.resolve("grouped.bundle");
    Path out = own.resolve("profiled.bundle");
    List<String> rows = Files.readAllLines(csv);
    Path others = Files.write(own.resolve("others.csv"), rows.subList(0, 301));
    Path wrong = own.resolve("wrong");
    Files.write(wrong, IntStream.range(0, IMAGES).mapToObj(i -> "w" + i / 20).toList());
    train(bundle, "--data", "" + csv, "--groups", "" + groups);
    String[] profile = {"profile", "" + bundle, "--out", "" + out, "--force", "--data"};
    String message =
        "--groups: the model was trained on this data set with groups kept together; give the file"
            + " that train was given, which tells what it has learnt from";

    assertFailure(1, message, with(profile, "" + csv));
    assertFailure(1, message, with(profile, "" + csv, "--groups", "" + wrong));
    assertThat(out).doesNotExist();
    Ran same = Ran.inkstream(with(profile, "" + csv, "--groups", "" + groups));
    Ran other = Ran.inkstream(with(profile, "" + others));

    assertThat(same.exitCode()).as(same.err()).isZero();
    int learnt =
        Stream.of("trainImages", "validationImages")
            .mapToInt(part -> Integer.parseInt(setting(bundle, part)))
            .sum();
    assertThat(same.err())
        .startsWith(
            "inkstream: left out %d images that the network was trained or tuned on\n"
                .formatted(learnt));
    // Of another set nothing is known, also if it is half of that one.
    assertThat(other.exitCode()).as(other.err()).isZero();
  }

  private static String setting(Path bundle, String name) {
    try {
      return manifest(bundle).hyperparameters().get(name);
    } catch (IOException | RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void shouldTakeTheProfileFromWhatWasNotLearntOfASetWithoutParts()
      throws IOException, RefusedException {
    Path bundle = own.resolve("before.bundle");
    Path after = own.resolve("after.bundle");
    train(bundle, "--data", "" + csv);

    Ran ran = Ran.inkstream("profile", "" + bundle, "--data", "" + csv, "--out", "" + after);

    // Of 600 a seventh was for the test; of 515 a sixth for the profile and a twelfth for tuning.
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err())
        .startsWith(
            "inkstream: left out %d images that the network was trained or tuned on\n"
                .formatted(515 - 85));
  }

  @Test
  void shouldWeighClassesAndWriteItDown() throws IOException, RefusedException {
    Path balanced = own.resolve("balanced.bundle");
    Path given = own.resolve("given.bundle");
    StringBuilder weights = new StringBuilder();
    LETTERS.forEach(letter -> weights.append(letter).append(", 1\n"));
    Path file =
        Files.writeString(own.resolve("weights.csv"), weights.toString().replace("κ, 1", "κ, 2"));

    train(balanced, "--data", "" + csv, "--class-weights", "balanced");
    train(given, "--data", "" + csv, "--class-weights", "" + file);

    assertThat(manifest(balanced).hyperparameters()).containsEntry("classWeights", "balanced");
    assertThat(manifest(given).hyperparameters().get("classWeights"))
        .startsWith("{α=1.0, ")
        .endsWith("κ=2.0}");
    assertThat(BundleFile.read(Files.readAllBytes(given)).network())
        .isNotEqualTo(BundleFile.read(Files.readAllBytes(balanced)).network());
  }

  @ParameterizedTest
  @CsvSource({"tree, leaf=20", "forest, trees=5", "svm, landmarks=60"})
  void shouldWeighClassesAndNameThemWhateverTheFamily(String family, String setting)
      throws IOException, RefusedException {
    Path alike = own.resolve("alike.bundle");
    Path weighed = own.resolve("weighed.bundle");
    StringBuilder weights = new StringBuilder();
    LETTERS.forEach(letter -> weights.append(letter).append(", 1\n"));
    Path file =
        Files.writeString(own.resolve("weights.csv"), weights.toString().replace("κ, 1", "κ, 40"));

    trainOf(family, alike, "--data", "" + csv, "--set", setting);
    trainOf(family, weighed, "--data", "" + csv, "--set", setting, "--class-weights", "" + file);

    assertThat(manifest(weighed).labels()).isEqualTo(LETTERS);
    ReferenceProfile profile = BundleFile.read(Files.readAllBytes(weighed)).profile();
    assertThat(profile.predictionSets().orElseThrow().coverage())
        .isEqualTo(PredictionSets.USUAL_COVERAGE);
    // What counts forty times is predicted more often.
    assertThat(predictedAs(9, weighed)).isGreaterThan(predictedAs(9, alike));
  }

  @Test
  void shouldGoOnWithTheLabelsOfTheBundleByTheirNames() throws IOException, RefusedException {
    Path first = own.resolve("first.bundle");
    Path second = own.resolve("second.bundle");
    List<String> lines = Files.readAllLines(csv);
    // Every other letter: β is the first of these, and the second of the bundle.
    Path some =
        Files.write(
            own.resolve("some.csv"),
            lines.stream().filter(line -> line.matches("(label|[βδζθκ]),.*")).toList());
    Path foreign =
        Files.write(
            own.resolve("foreign.csv"),
            lines.stream().map(line -> line.replaceFirst("^κ", "ω")).toList());

    JsonNode before = trainOf("svm", first, "--data", "" + csv, "--set", "landmarks=100");
    JsonNode trained = trainOf("svm", second, "--data", "" + some, "--update", "" + first);
    Ran held = Ran.inkstream("evaluate", "" + second, "--data", "" + some, "--json");
    Ran all = Ran.inkstream("evaluate", "" + second, "--data", "" + csv, "--json");

    assertThat(manifest(second).labels()).isEqualTo(LETTERS);
    assertThat(held.err()).isEmpty();
    assertThat(JSON.readTree(held.out()).get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertThat(JSON.readTree(all.out()).get("accuracy").asDouble())
        .isGreaterThan(before.get("accuracy").asDouble() - 0.1);
    assertFailure(
        1,
        "--data: "
            + foreign
            + ": label 'ω' is none of the 10 labels of the bundle to go on from:"
            + " α, β, γ, δ, ε, ζ, η, θ, ι, κ",
        "train",
        "--model",
        "svm",
        "--data",
        "" + foreign,
        "--update",
        "" + first,
        "--out",
        "" + own.resolve("b"));
    assertThat(own.resolve("b")).doesNotExist();
  }

  @Test
  void shouldNameTheRowOfAClassWeightThatIsWrong() throws IOException {
    Path file = Files.writeString(own.resolve("weights.csv"), "α,1\nβ,-2\n");
    String out = own.resolve("b").toString();

    assertFailure(
        1,
        "--class-weights: " + file + ": row 2: weight '-2' is not a positive number",
        "train",
        "--data",
        "" + csv,
        "--out",
        out,
        "--class-weights",
        "" + file);
    Files.writeString(file, "α,1\n");
    assertFailure(
        1,
        "--class-weights: " + file + ": no class weight is given for [β, γ, δ, ε, ζ, η, θ, ι, κ]",
        "train",
        "--data",
        "" + csv,
        "--out",
        out,
        "--class-weights",
        "" + file,
        "--model",
        "softmax");
    assertFailure(
        1,
        "--class-weights: no file balance",
        "train",
        "--data",
        "" + csv,
        "--out",
        out,
        "--class-weights",
        "balance");
    assertThat(own.resolve("b")).doesNotExist();
  }

  @Test
  void shouldSayWhatIsWrongWithTheDataAndWriteNothing() throws IOException {
    String out = own.resolve("b").toString();
    Path broken = own.resolve("broken.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    lines.set(300, lines.get(300) + ",0");
    Files.write(broken, lines);
    Path few = Files.write(own.resolve("few"), Files.readAllLines(groups).subList(0, 599));
    Path one = Files.writeString(own.resolve("one"), "writer\n".repeat(IMAGES));
    // Of nine images one is for the test.
    Path tiny = Files.write(own.resolve("tiny.csv"), Files.readAllLines(csv).subList(0, 10));

    assertFailure(
        1,
        "--data: " + broken + ": row 301: more than 785 columns, expected a label and 784 pixels",
        "train",
        "--data",
        "" + broken,
        "--out",
        out);
    assertFailure(
        1,
        "--groups: " + few + ": 599 groups for 600 images",
        "train",
        "--data",
        "" + csv,
        "--groups",
        "" + few,
        "--out",
        out);
    assertFailure(
        1,
        "--data: "
            + csv
            + ": there are no test images; a stratified split takes them from the others",
        "train",
        "--data",
        "" + csv,
        "--split",
        "official",
        "--out",
        out);
    assertFailure(
        1,
        "--groups: " + one + ": 1 group cannot be parted into 2 parts",
        "train",
        "--data",
        "" + csv,
        "--groups",
        "" + one,
        "--out",
        out);
    assertFailure(
        1,
        "--data: " + tiny + ": 8 training images are too few, at least 12 are needed",
        "train",
        "--data",
        "" + tiny,
        "--out",
        out);
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).containsExactlyInAnyOrder(broken, few, one, tiny);
    }
  }

  @Test
  void shouldRefuseWrongUsage() {
    String[] common = {"train", "--data", "" + csv, "--out", "" + own.resolve("b")};

    assertUsage(
        "--fold is 5/4, must be I/K with I from 1 to K and K of 2 or more",
        common,
        "--fold",
        "5/4");
    assertUsage(
        "--fold needs --split official or stratified",
        common,
        "--fold",
        "1/4",
        "--split",
        "shuffled");
    assertUsage(
        "--groups needs --split official or stratified",
        common,
        "--groups",
        "" + groups,
        "--split",
        "shuffled");
  }

  @Test
  void shouldDescribeASet() throws IOException {
    Path sheet = own.resolve("means.png");

    Ran text = Ran.inkstream("describe", "" + pictures, "--out", "" + sheet);
    Ran json = Ran.inkstream("describe", "" + csv, "--json");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .startsWith(
            "form        folders of pictures\n"
                + "images      600 images of 28 x 28 (600)\n"
                + "classes     10, ")
        .contains("\ncopies      0; 0 with two labels\n")
        .endsWith("no problems found\n");
    BufferedImage means = ImageIO.read(sheet.toFile());
    assertThat(List.of(means.getWidth(), means.getHeight()))
        .containsExactly(10 * (28 * 4 + 2) + 2, 28 * 4 + 4);
    JsonNode found = JSON.readTree(json.out());
    assertThat(found.get("form").asText()).isEqualTo("CSV");
    assertThat(found.get("train").get("images").asInt()).isEqualTo(IMAGES);
    assertThat(found.get("train").get("classes").get("α").asInt())
        .isEqualTo(ofClass(Mnist.train(IMAGES), 0));
    assertThat(found.get("duplicates").get("differentLabels").asInt()).isZero();
    assertThat(found.get("nearPairs").get("complete").asBoolean()).isTrue();
    assertThat(found.get("problems")).isEmpty();
  }

  @Test
  void shouldDescribePartsBesideEachOther() throws IOException {
    Path digits = IdxFolder.write(own.resolve("digits"), Mnist.train(100), Mnist.train(90, 120));

    Ran ran = Ran.inkstream("describe", "" + digits);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "train       100 images of 28 x 28 (100)\ntest        30 images of 28 x 28 (30)\n")
        .contains("copies      0 in train, 0 in test, 10 of test are in train; 0 with two labels\n")
        .contains(
            "  %s/train-labels-idx1-ubyte: row 91 (%d) = %s/t10k-labels-idx1-ubyte: row 1 (%d)\n"
                .formatted(digits, Mnist.train(100).label(90), digits, Mnist.train(100).label(90)));
  }

  @Test
  void shouldNotReplaceAPictureUnlessForced() throws IOException {
    Path sheet = Files.writeString(own.resolve("there.png"), "precious");

    assertFailure(
        1,
        "--out: " + sheet + " exists; --force replaces it",
        "describe",
        "" + csv,
        "--out",
        "" + sheet);
    assertThat(sheet).hasContent("precious");
    assertThat(Ran.inkstream("describe", "" + csv, "--out", "" + sheet, "--force").exitCode())
        .isZero();
    assertThat(ImageIO.read(sheet.toFile())).isNotNull();
    assertFailure(
        1,
        own.resolve("no")
            + ": no such directory or file (the word mnist means the images that come"
            + " with Inkstream)",
        "describe",
        "" + own.resolve("no"));
  }

  private static int ofClass(ImageSet images, int label) {
    int count = 0;
    for (int other : images.labels()) {
      count += other == label ? 1 : 0;
    }
    return count;
  }

  /** How many of some test images a bundle's model says to be of this class. */
  private static long predictedAs(int label, Path bundle) throws IOException, RefusedException {
    try (LoadedModel model = Gate.load(Files.readAllBytes(bundle), 200);
        Scorer scorer = model.newScorer(200)) {
      Predictions found = Scoring.score(scorer, model.encoder(), Mnist.test(200));
      return IntStream.range(0, 200).filter(i -> found.predicted(i) == label).count();
    }
  }

  private static JsonNode train(Path bundle, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--epochs", "3"));
    all.addAll(List.of(options));
    return trainOf("softmax", bundle, all.toArray(String[]::new));
  }

  private static JsonNode trainOf(String family, Path bundle, String... options)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--model", family, "--json", "--out", "" + bundle));
    arguments.addAll(List.of(options));
    Ran ran = Ran.inkstream(arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out().getBytes(StandardCharsets.UTF_8));
  }

  private static Manifest manifest(Path bundle) throws IOException, RefusedException {
    return BundleFile.read(Files.readAllBytes(bundle)).manifest();
  }

  private static void assertUsage(String message, String[] common, String... options) {
    List<String> arguments = new ArrayList<>(List.of(common));
    arguments.addAll(List.of(options));
    assertFailure(2, message + " (see ./inkstream train --help)", arguments.toArray(String[]::new));
  }

  private static void assertFailure(int exitCode, String message, String... arguments) {
    Ran ran = Ran.inkstream(arguments);

    assertThat(ran.err()).isEqualTo("inkstream: " + message + "\n");
    assertThat(ran.exitCode()).isEqualTo(exitCode);
    assertThat(ran.out()).isEmpty();
  }
}
