package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

  @TempDir private static Path folder;
  private static Path data;
  private static Path whole;
  private static Ran first;

  @TempDir private Path own;

  @BeforeAll
  static void compare() throws IOException {
    data = IdxFolder.write(folder.resolve("digits"), Mnist.train(800), Mnist.test(200));
    whole = folder.resolve("run");
    first = compare(data, whole);
  }

  private static Ran compare(Path data, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compare",
                "--data=" + data,
                "--out=" + out,
                "--quick",
                "--model=tree,softmax",
                "--set=softmax.epochs=2"));
    arguments.addAll(List.of(more));
    return Ran.inkstream(arguments.toArray(String[]::new));
  }

  @Test
  void shouldWriteAPageAndATable() throws Exception {
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("[1/10] tree, fold 1 of 1: training\n");
    assertThat(first.out())
        .contains("| family | accuracy |", "| tree |", "| softmax |", "| tree and softmax |")
        .endsWith("report     " + whole.resolve("report.html") + "\n");
    assertThat(Files.readString(whole.resolve("report.html")))
        .contains("Families of models on digits", "weights of each class", "single pixels");
    assertThat(first.out()).startsWith(Files.readString(whole.resolve("report.md")));
    byte[] bundle = Files.readAllBytes(whole.resolve("pieces/softmax-fold-1.bundle"));
    assertThat(BundleFile.read(bundle).manifest().hyperparameters()).containsEntry("epochs", "2");
  }

  @Test
  void shouldDoNothingAgain() throws IOException {
    byte[] page = Files.readAllBytes(whole.resolve("report.html"));

    Ran again = compare(data, whole);

    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(whole.resolve("report.html")).hasBinaryContent(page);
  }

  @Test
  void shouldRefuseToGoOnWithOtherSettings() {
    Ran ran = compare(data, whole, "--seed=2", "--set=tree.leaf=9");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err())
        .contains("holds a run of other settings or data")
        .contains("seed was 1, is 2; tree.leaf was 2, is 9");
  }

  @Test
  void shouldRefuseToGoOnWithOtherData() throws IOException {
    Path other = IdxFolder.write(own.resolve("digits"), Mnist.train(801), Mnist.test(200));

    Ran ran = compare(other, whole);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("training images was 800 of 28 x 28, sha256 ", ", is 801 of");
  }

  @Test
  void shouldNameADamagedPieceAndMakeItAnewWithoutIt() throws IOException {
    Path copy = copy(whole);
    Path piece = copy.resolve("pieces/tree-examined.json");
    Files.writeString(piece, "half of what");

    Ran ran = compare(data, copy);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err())
        .contains(piece + ": damaged: does not begin with")
        .contains("without this file the same command makes it anew");

    Files.delete(piece);
    Ran mended = compare(data, copy);
    assertThat(mended.exitCode()).isZero();
    assertThat(mended.err()).isEqualTo("[5/10] tree: what it looks at, and changed images\n");
    assertThat(copy.resolve("report.html")).hasSameBinaryContentAs(whole.resolve("report.html"));
  }

  @Test
  void shouldTakeNoHarmFromWhatAKilledProcessLeft() throws IOException {
    Path copy = copy(whole);
    Files.delete(copy.resolve("pieces/tree-examined.json"));
    Files.writeString(copy.resolve("pieces/.tree-examined.json.tmp"), "half of what");

    assertThat(compare(data, copy).exitCode()).isZero();
    assertThat(copy.resolve("pieces/.tree-examined.json.tmp")).doesNotExist();
    assertThat(copy.resolve("report.html")).hasSameBinaryContentAs(whole.resolve("report.html"));
  }

  @Test
  void shouldRefuseADamagedRun() throws IOException {
    Path copy = copy(whole);
    Files.writeString(copy.resolve("run.json"), "{\"labels\":");

    Ran ran = compare(data, copy);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("run.json: damaged (").contains("take another folder");
  }

  @Test
  void shouldRefuseAFolderOfSomethingElse() throws IOException {
    Files.writeString(own.resolve("letter.txt"), "Dear");

    Ran ran = compare(data, own);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("has files in it, and none of a comparison (run.json)");
    assertThat(own.resolve("pieces")).doesNotExist();
  }

  @Test
  void shouldRefuseAFolderThatAnotherWorksIn() throws IOException {
    Path copy = copy(whole);
    try (FileChannel other = FileChannel.open(copy.resolve(".lock"), StandardOpenOption.WRITE)) {
      other.lock();

      Ran ran = compare(data, copy);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("another comparison works in " + copy);
    }
  }

  @Test
  void shouldTellEverythingThatIsWrongWithOptions() {
    Ran ran =
        Ran.inkstream(
            "compare",
            "--data=mnist",
            "--out=" + own,
            "--model=tree,oak,tree",
            "--set=tree.leaf=0",
            "--set=cnn.epochs=1",
            "--set=leaf=2",
            "--folds=1");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("--model names oak, must name some of tree, forest, softmax, ")
        .contains("--model names tree twice")
        .contains("--set tree.leaf is 0, must be 1 to 1048576")
        .contains("--set cnn.epochs: must be FAMILY.SETTING of one of tree, oak, tree")
        .contains("--set leaf: must be FAMILY.SETTING")
        .contains("--folds is 1, must be 2 to 100");
  }

  private Path copy(Path from) throws IOException {
    Path to = own.resolve("copy");
    Files.createDirectories(to.resolve("pieces"));
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return to;
  }
}
