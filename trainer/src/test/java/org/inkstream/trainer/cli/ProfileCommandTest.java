package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static String trainedOn;
  private static String bundle;
  private static String data;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    trainedOn =
        IdxFolder.write(folder.resolve("digits"), Mnist.train(1_200), Mnist.test(300)).toString();
    bundle = folder.resolve("softmax.bundle").toString();
    Ran training =
        Ran.inkstream(
            "train", "--data", trainedOn, "--model", "softmax", "--quick", "--out", bundle);
    assertThat(training.exitCode()).as(training.err()).isZero();
    data =
        IdxFolder.write(
                folder.resolve("scanner"), Mnist.train(1_200, 1_350), Mnist.train(1_400, 2_600))
            .toString();
  }

  @Test
  void shouldWriteABundleThatPassesTheGateWithAReferenceOfItsOwn()
      throws IOException, RefusedException {
    Path out = own.resolve("new.bundle");

    Ran ran = Ran.inkstream("profile", bundle, "--data", data, "--out", "" + out);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    Bundle before = read(Path.of(bundle));
    Bundle after = read(out);
    assertThat(after.network()).isEqualTo(before.network());
    assertThat(after.golden()).usingRecursiveComparison().isEqualTo(before.golden());
    assertThat(after.manifest().version()).isNotEqualTo(before.manifest().version());
    assertThat(after.manifest().hyperparameters())
        .containsEntry("profiledFrom", before.manifest().version())
        .containsEntry("profileData", "scanner:test")
        .containsEntry("profileImages", "1200")
        .containsEntry("digest.profile", Mnist.train(1_400, 2_600).digest());
    try (LoadedModel model = Gate.load(Files.readAllBytes(out), 16)) {
      assertThat(model.profile().events()).isEqualTo(1_200);
      assertThat(model.profile()).isNotEqualTo(before.profile());
    }
    assertThat(ran.out())
        .contains("version    " + after.manifest().version() + "\n")
        .contains("from       " + before.manifest().version() + "\n")
        .contains("images     1,200 of scanner:test; before 200\n")
        .containsPattern("accuracy   \\d\\d\\.\\d\\d % on them; before \\d\\d\\.\\d\\d %\n")
        .contains("of " + (before.profile().featureMap().size() + 1) + " statistics")
        .contains("bundle     " + out + "\n")
        .containsPattern("farthest from before +median before +median now +PSI +W1/sd\n");
    assertThat(ran.out().lines().dropWhile(line -> !line.startsWith("farthest"))).hasSize(6);
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void shouldSayTheSameAsJsonEachTimeButForTheVersion() throws IOException {
    Path out = own.resolve("new.bundle");
    String[] again = {
      "profile", bundle, "--data", data, "--limit", "300", "--seed", "7", "--json", "--force",
      "--out", "" + out
    };

    Ran first = Ran.inkstream(again);
    Ran second = Ran.inkstream(again);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err())
        .isEqualTo(
            """
            inkstream: 300 images make a coarse reference, by which drift is found late; 1,000 are \
            enough
            inkstream: 300 images cannot exclude a class with a coverage of 0.999: every prediction \
            set has all classes; it takes 999 images, or --coverage 0.9966
            """);
    assertThat(first.out().lines()).hasSize(1);
    JsonNode json = JSON.readTree(first.out());
    assertThat(json.get("profileImages").asInt()).isEqualTo(300);
    assertThat(json.get("profileImagesBefore").asInt()).isEqualTo(200);
    assertThat(json.get("profile")).isEqualTo(JSON.readTree(second.out()).get("profile"));
    assertThat(json.get("profile")).isNotEqualTo(json.get("profileBefore"));
    assertThat(json.get("accuracy").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.get("statistics").get(0).fieldNames())
        .toIterable()
        .containsExactly("name", "median", "medianBefore", "psiDebiased", "wasserstein", "alarm");
  }

  @Test
  void shouldFitImagesOfOtherSizes() throws IOException, RefusedException {
    ImageSet images = wider(Mnist.train(1_400, 1_600));
    Path other = IdxFolder.write(own.resolve("wide"), images, images);
    Path out = own.resolve("new.bundle");

    Ran ran = Ran.inkstream("profile", bundle, "--data", "" + other, "--out", "" + out);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(read(out).profile().events()).isEqualTo(200);
  }

  @Test
  void shouldLeaveOutWhatTheNetworkHasLearntFrom() throws IOException, RefusedException {
    Path out = own.resolve("new.bundle");

    Ran ran =
        Ran.inkstream("profile", bundle, "--data", trainedOn, "--part", "train", "--out", "" + out);

    // A twelfth was for validation, a sixth for the profile, the rest was learnt from.
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err())
        .startsWith("inkstream: left out 1,000 images that the network was trained or tuned on\n");
    assertThat(read(out).profile().events()).isEqualTo(200);
  }

  @Test
  void shouldReplaceAFileOnlyWhenForced() throws IOException, RefusedException {
    Path out = Files.writeString(own.resolve("there"), "precious");

    assertFailure(
        "--out: " + out + " exists; --force replaces it",
        "profile",
        bundle,
        "--data",
        data,
        "--out",
        "" + out);
    assertThat(out).hasContent("precious");
    Ran forced =
        Ran.inkstream(
            "profile", bundle, "--data", data, "--part", "train", "--force", "--out", "" + out);

    assertThat(forced.exitCode()).as(forced.err()).isZero();
    assertThat(read(out).profile().events()).isEqualTo(150);
  }

  @Test
  void shouldSayInOneLineWhatIsWrong() throws IOException {
    String out = own.resolve("b").toString();
    ImageSet few = Mnist.train(99);
    Path small = IdxFolder.write(own.resolve("small"), few, few);
    int[] labels = Mnist.train(100).labels().clone();
    labels[50] = 11;
    ImageSet twelfth = new ImageSet(28, 28, Mnist.train(100).pixels(), labels);
    Path other = IdxFolder.write(own.resolve("other"), twelfth, twelfth);
    Path garbage = Files.writeString(own.resolve("garbage"), "not a bundle");

    assertFailure(
        "--data: "
            + small
            + ": 99 images are too few for a reference: of the 16 bins of each statistic every one"
            + " would have a handful. It takes 100, and 1,000 to be good",
        "profile",
        bundle,
        "--data",
        "" + small,
        "--out",
        out);
    assertFailure(
        "--data: "
            + other
            + "/t10k-labels-idx1-ubyte: row 51: label '11' is none of the 10 labels of the bundle:"
            + " 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
        "profile",
        bundle,
        "--data",
        "" + other,
        "--out",
        out);
    assertFailure(
        "--data: nosuch: no such directory or file (the word mnist means the images that come with"
            + " Inkstream)",
        "profile",
        bundle,
        "--data",
        "nosuch",
        "--out",
        out);
    assertFailure(
        garbage + " is refused: UNREADABLE_BUNDLE: not a zip, or not the whole of one",
        "profile",
        "" + garbage,
        "--data",
        data,
        "--out",
        out);
    assertFailure(
        "no bundle " + own.resolve("x"), "profile", own + "/x", "--data", data, "--out", out);
    assertThat(Path.of(out)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, 99, '--limit: 99 is less than 100'",
    "--part, half, '--part: ''half'' is neither train nor test'"
  })
  void shouldRefuseWrongUsage(String option, String value, String message) {
    Ran ran = Ran.inkstream("profile", bundle, "--data", data, "--out", own + "/b", option, value);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("inkstream: " + message + " (see ./inkstream profile --help)\n");
  }

  private static Bundle read(Path file) throws IOException, RefusedException {
    return BundleFile.read(Files.readAllBytes(file));
  }

  /** The images in the middle of others of 40 x 40. */
  private static ImageSet wider(ImageSet images) {
    byte[] pixels = new byte[images.count() * 1_600];
    for (int i = 0; i < images.count(); i++) {
      for (int y = 0; y < 28; y++) {
        System.arraycopy(images.image(i), y * 28, pixels, i * 1_600 + (y + 6) * 40 + 6, 28);
      }
    }
    return new ImageSet(40, 40, pixels, images.labels());
  }

  private static void assertFailure(String message, String... arguments) {
    Ran ran = Ran.inkstream(arguments);

    assertThat(ran.err()).isEqualTo("inkstream: " + message + "\n");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
  }
}
