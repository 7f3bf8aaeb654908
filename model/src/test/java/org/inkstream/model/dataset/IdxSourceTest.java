package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {

  @TempDir private Path folder;

  @Test
  void shouldReadMnistAsItWasReadBefore() throws IOException {
    LabelledImages set = DataSource.open("mnist").read(Part.TEST, Sizing.FITTED);

    assertThat(set.images()).isEqualTo(DataSets.read("mnist", Part.TEST));
    assertThat(set.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void shouldCountClassesByTheLabelsThatThereAre() throws IOException {
    Folders.idx(folder, "train", 28, 28, 26, 1, 200, 1);
    Folders.idx(folder, "test", 28, 28, 200);

    DataSet set = DataSet.read(DataSource.open(folder.toString()));

    assertThat(set.labels()).containsExactly("1", "26", "200");
    assertThat(set.train().labels()).containsExactly(1, 0, 2, 0);
    assertThat(set.test().orElseThrow().labels()).containsExactly(2);
  }

  @Test
  void shouldGiveNumbersTheNamesOfAListBesideThem() throws IOException {
    Folders.idx(folder, "train", 28, 28, 2, 0, 1);
    Files.writeString(folder.resolve("labels.txt"), "T-shirt/top\nTrouser\nCoat\n");

    LabelledImages set = training();

    assertThat(set.labels()).containsExactly("T-shirt/top", "Trouser", "Coat");
    assertThat(set.label(0)).isEqualTo("Coat");
  }

  @Test
  void shouldRefuseALabelOutsideOfTheList() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1, 2);
    Files.writeString(folder.resolve("labels.txt"), "a\nb\n");

    assertThatThrownBy(() -> training())
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            folder.resolve("train-labels-idx1-ubyte")
                + ": row 3: label 2 has no name in "
                + folder.resolve("labels.txt"));
  }

  @Test
  void shouldRefuseListsWithGapsOrTwins() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1);
    Path names = folder.resolve("labels.txt");

    Files.writeString(names, "a\n\nb\n");
    assertThatThrownBy(() -> training()).hasMessage(names + ": row 2: the label is empty");
    Files.writeString(names, "a\na\n");
    assertThatThrownBy(() -> training())
        .hasMessage(names + ": row 2: the name 'a' for a second time");
  }

  @Test
  void shouldTakeNumberTabNameInAnyOrder() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1, 6);
    // With a byte order mark, as editors on Windows write it.
    Files.writeString(folder.resolve("classes.txt"), "\uFEFF6\tё\n0\tа\r\n1\tтвёрдый знак\n");

    LabelledImages set = training();

    assertThat(set.labels()).containsExactly("а", "твёрдый знак", "ё");
    assertThat(set.label(2)).isEqualTo("ё");
  }

  @Test
  void shouldRefuseNumberedNamesThatAreNotSound() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1);
    Path names = folder.resolve("classes.txt");

    Files.writeString(names, "0\tа\nб\n");
    assertThatThrownBy(() -> training())
        .isInstanceOf(DataSetException.class)
        .hasMessage(names + ": row 2: expected a number, a tab and a name as in row 1, found 'б'");
    Files.writeString(names, "0\tа\n0\tб\n");
    assertThatThrownBy(() -> training())
        .hasMessage(names + ": row 2: the number 0 for a second time");
    Files.writeString(names, "0\tа\n1\t\n");
    assertThatThrownBy(() -> training()).hasMessage(names + ": row 2: the label is empty");
    Files.write(names, new byte[] {'0', '\t', (byte) 0xe0, '\n'});
    assertThatThrownBy(() -> training()).hasMessage(names + ": not UTF-8 text");
  }

  @Test
  void shouldPreferTheNamesOfTheSetToThoseOfTheFolder() throws IOException {
    Folders.idx(folder, "greek", 28, 28, 0, 1);
    Folders.idx(folder, "latin", 28, 28, 0, 1);
    Files.writeString(folder.resolve("greek-classes.txt"), "α\nβ\n");
    Files.writeString(folder.resolve("classes.txt"), "c\nd\n");
    Files.writeString(folder.resolve("labels.txt"), "a\nb\n");

    assertThat(labels(folder.resolve("greek"))).containsExactly("α", "β");
    assertThat(labels(folder.resolve("greek-images-idx3-ubyte"))).containsExactly("α", "β");
    assertThat(labels(folder.resolve("latin"))).containsExactly("a", "b");
  }

  private static List<String> labels(Path set) throws IOException {
    return DataSource.open(set.toString()).read(Part.TRAIN, Sizing.FITTED).labels();
  }

  @Test
  void shouldTakeFilesWithoutAPartAsAllThereIs() throws IOException {
    Folders.idx(folder, "greek", 28, 28, 0, 1);
    Folders.idx(folder, "korean", 28, 28, 0, 1, 2);

    assertThatThrownBy(() -> DataSource.open(folder.toString()))
        .hasMessage(
            "%s: several data sets; say which: %s, %s"
                .formatted(folder, folder.resolve("greek"), folder.resolve("korean")));
    DataSource korean = DataSource.open(folder.resolve("korean").toString());
    assertThat(korean.parts()).containsExactly(Part.TRAIN);
    assertThat(DataSet.read(korean).test()).isEmpty();
    assertThat(DataSet.read(korean).train().count()).isEqualTo(3);
  }

  @Test
  void shouldTakeOneFileOfImagesWithTheLabelsBesideIt() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1);
    Folders.idx(folder, "t10k", 28, 28, 0, 1, 1);
    Path images = folder.resolve("t10k-images-idx3-ubyte");

    DataSource source = DataSource.open(images.toString());

    assertThat(source.form()).isEqualTo(DataSource.Form.IDX);
    assertThat(source.parts()).containsExactly(Part.TRAIN);
    LabelledImages set = source.read(Part.TRAIN, Sizing.FITTED);
    assertThat(set.images().count()).isEqualTo(3);
    assertThat(set.origins().of(2)).isEqualTo(folder.resolve("t10k-labels-idx1-ubyte") + ": row 3");
    assertThatThrownBy(() -> source.read(Part.TEST, Sizing.FITTED))
        .isInstanceOf(DataSetException.class)
        .hasMessage(images + ": a set without a test part");
  }

  @Test
  void shouldSayWhatAFileWithoutItsLabelsLacks() throws IOException {
    Folders.idx(folder, "greek", 28, 28, 0, 1);
    Path labels = folder.resolve("greek-labels-idx1-ubyte");
    Path images = folder.resolve("greek-images-idx3-ubyte");
    Path renamed = Files.copy(images, folder.resolve("letters.idx3"));
    String unnamed =
        ": an IDX file, but its name does not end with images-idx3-ubyte, plain or .gz, which tells"
            + " where its labels are";

    assertThatThrownBy(() -> DataSource.open(renamed.toString())).hasMessage(renamed + unnamed);
    assertThatThrownBy(() -> DataSource.open(labels.toString())).hasMessage(labels + unnamed);
    Files.move(labels, folder.resolve("greek-train-labels-idx1-ubyte"));
    // Labels of another name may be those of other images.
    assertThatThrownBy(() -> labels(images))
        .hasMessage(folder + ": no file greek-labels-idx1-ubyte, plain or .gz");
    Files.delete(images);
    Files.move(folder.resolve("greek-train-labels-idx1-ubyte"), labels);
    assertThatThrownBy(() -> labels(folder.resolve("greek")))
        .hasMessage(folder + ": no file greek-images-idx3-ubyte, plain or .gz");
  }

  @Test
  void shouldTurnEmnistUprightAndNameItsCharacters() throws IOException {
    Folders.idx(folder, "emnist-letters-train", 28, 28, 1, 2);
    Path images = folder.resolve("emnist-letters-train-images-idx3-ubyte");
    byte[] file = Files.readAllBytes(images);
    file[16 + 28 * 3 + 5] = (byte) 255; // row 3, column 5 of the file
    Files.write(images, file);
    Files.writeString(folder.resolve("emnist-letters-mapping.txt"), "1 65 97\n2 66 98\n");

    LabelledImages set = training();

    assertThat(set.labels()).containsExactly("A", "B");
    assertThat(set.images().image(0)[28 * 5 + 3]).isEqualTo((byte) 255);
    assertThat(set.images().image(0)[28 * 3 + 5]).isZero();
  }

  @Test
  void shouldAskWhichOfSeveralSetsIsMeant() throws IOException {
    Folders.idx(folder, "emnist-digits-train", 28, 28, 0, 1);
    Folders.idx(folder, "emnist-letters-train", 28, 28, 1, 2, 3);
    Folders.idx(folder, "emnist-letters-test", 28, 28, 1);

    assertThatThrownBy(() -> DataSource.open(folder.toString()))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            "%s: several data sets; say which: %s, %s"
                .formatted(
                    folder, folder.resolve("emnist-digits"), folder.resolve("emnist-letters")));
    DataSource letters = DataSource.open(folder.resolve("emnist-letters").toString());
    assertThat(letters.parts()).isEqualTo(Set.of(Part.TRAIN, Part.TEST));
    assertThat(letters.read(Part.TRAIN, Sizing.FITTED).images().count()).isEqualTo(3);
  }

  @Test
  void shouldFitOtherSizesUnlessTheyAreToStay() throws IOException {
    Folders.idx(folder, "train", 20, 10, 0, 1);

    LabelledImages fitted = training();
    LabelledImages asIs = DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.AS_IS);

    assertThat(fitted.images().width()).isEqualTo(28);
    assertThat(fitted.images().image(1)).contains(1);
    assertThat(asIs.images().width()).isEqualTo(20);
    assertThat(asIs.images().height()).isEqualTo(10);
    assertThat(fitted.sizes()).isEqualTo(asIs.sizes()).containsOnlyKeys(new Size(20, 10));
  }

  @Test
  void shouldNameTheFileThatIsMissing() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1);
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));

    assertThatThrownBy(() -> DataSet.read(DataSource.open(folder.toString())))
        .hasMessage(folder + ": no file train-labels-idx1-ubyte, plain or .gz");
    assertThatThrownBy(() -> DataSource.open(folder.resolve("no").toString()))
        .hasMessageStartingWith(folder.resolve("no") + ": no such directory or file");
  }

  @Test
  void shouldRefuseALabelOfTestImagesThatNothingWasLearntOf() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1, 2);
    Folders.idx(folder, "t10k", 28, 28, 0, 3);

    assertThatThrownBy(() -> DataSet.read(DataSource.open(folder.toString())))
        .hasMessage(
            folder.resolve("t10k-labels-idx1-ubyte")
                + ": row 2: label '3' is none of the 3 labels of the training images: 0, 1, 2");
  }

  @Test
  void shouldRefuseAGiantBeforeItIsRead() throws IOException {
    Folders.idx(folder, "train", 28, 28, 0, 1);
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0x803).putInt(1 << 30).putInt(28).putInt(28);
    Files.write(folder.resolve("train-images-idx3-ubyte"), header.array());

    assertThatThrownBy(() -> DataSet.read(DataSource.open(folder.toString())))
        .hasMessageContaining("expected at most")
        .hasMessageContaining("found a header of 841813590016");
  }

  private LabelledImages training() throws IOException {
    return DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.FITTED);
  }
}
