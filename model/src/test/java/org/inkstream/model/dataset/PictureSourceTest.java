package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.inkstream.model.idx.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSourceTest {

  @TempDir private Path folder;

  @Test
  void shouldRefuseANameThatTheLocaleDoesNotKnow() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 9);
    // So α, β and ü look where the locale is of ASCII.
    Folders.picture(folder.resolve("\uFFFD\uFFFD/1.png"), 28, 28, 9);

    assertThatThrownBy(() -> DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.FITTED))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            folder.resolve("\uFFFD\uFFFD")
                + ": a folder's name that is not in the encoding of the locale, which should be"
                + " UTF-8 (LC_ALL=C.UTF-8)");
  }

  @Test
  void shouldTakeTheFoldersNamesForLabels() throws IOException {
    Folders.picture(folder.resolve("β/2.png"), 28, 28, 20);
    Folders.picture(folder.resolve("α/1.gif"), 28, 28, 10);
    Folders.picture(folder.resolve("α/3.bmp"), 28, 28, 30);
    Folders.picture(folder.resolve("β/deeper/4.JPG"), 28, 28, 40);

    DataSource source = DataSource.open(folder.toString());
    LabelledImages set = source.read(Part.TRAIN, Sizing.FITTED);

    assertThat(source.form()).isEqualTo(DataSource.Form.PICTURES);
    assertThat(source.parts()).isEqualTo(Set.of(Part.TRAIN));
    assertThat(set.labels()).containsExactly("α", "β");
    assertThat(set.images().labels()).containsExactly(0, 0, 1, 1);
    assertThat(set.images().image(0)).containsOnly(10);
    assertThat(set.images().image(1)).containsOnly(30);
    assertThat(set.images().image(2)).containsOnly(20);
    assertThat(set.images().image(3)).containsOnly(40);
    assertThat(set.origins().of(3)).isEqualTo(folder.resolve("β/deeper/4.JPG").toString());
  }

  @Test
  void shouldReadPartsWithTheLabelsOfTheTrainingPart() throws IOException {
    for (String name : new String[] {"train/2/a.png", "train/10/b.png", "test/10/c.png"}) {
      Folders.picture(folder.resolve(name), 28, 28, 1);
    }

    DataSet set = DataSet.read(DataSource.open(folder.toString()));

    assertThat(set.labels()).containsExactly("2", "10");
    assertThat(set.test().orElseThrow().labels()).containsExactly(1);
    assertThat(set.count()).isEqualTo(3);
  }

  @Test
  void shouldTakeTrainAndTestForClassesIfPicturesAreInThem() throws IOException {
    Folders.picture(folder.resolve("train/a.png"), 28, 28, 1);
    Folders.picture(folder.resolve("test/b.png"), 28, 28, 1);

    assertThat(DataSet.read(DataSource.open(folder.toString())).labels())
        .containsExactly("test", "train");
  }

  @Test
  void shouldIgnoreWhatSystemsLeaveBehind() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Folders.picture(folder.resolve("b/1.png"), 28, 28, 1);
    for (String name :
        new String[] {
          ".DS_Store", "a/.DS_Store", "a/._1.png", "b/Thumbs.db", "b/desktop.ini", "README"
        }) {
      Files.writeString(folder.resolve(name), "no picture");
    }
    Folders.picture(folder.resolve("__MACOSX/x.png"), 1, 1, 1);
    Folders.picture(folder.resolve(".git/x.png"), 1, 1, 1);

    LabelledImages set = DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.FITTED);

    assertThat(set.labels()).containsExactly("a", "b");
    assertThat(set.images().count()).isEqualTo(2);
  }

  @Test
  void shouldNotTakeATableBesideFoldersForTheData() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Files.writeString(folder.resolve("writers.csv"), "a/1.png,7\n");

    assertThat(DataSource.open(folder.toString()).form()).isEqualTo(DataSource.Form.PICTURES);
  }

  @Test
  void shouldFitPicturesOfAnySizes() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 7);
    Folders.picture(folder.resolve("a/2.png"), 40, 20, 9);

    LabelledImages set = DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.FITTED);

    assertThat(set.sizes()).containsOnlyKeys(new Size(28, 28), new Size(40, 20));
    assertThat(set.images().image(0)).containsOnly(7);
    assertThat(set.images().image(1)).containsOnly(0, 9);
  }

  @Test
  void shouldRefuseMixedSizesWhereTheyStayAsTheyAre() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 7);
    Path other = Folders.picture(folder.resolve("a/2.png"), 40, 20, 9);

    assertThatThrownBy(() -> DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.AS_IS))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            other + ": 40 x 20 pixels, but those before have 28 x 28: all must be of one size");
  }

  @Test
  void shouldNameAPictureThatCannotBeRead() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path broken = Folders.picture(folder.resolve("a/2.png"), 28, 28, 2);
    Folders.picture(folder.resolve("b/3.png"), 28, 28, 3);
    byte[] whole = Files.readAllBytes(broken);

    Files.write(broken, Arrays.copyOf(whole, whole.length - 5));
    assertRefused(broken + ": no picture that can be read: cut short");
    Files.writeString(broken, "<html>");
    assertRefused(
        broken + ": no picture that can be read: not the content of a PNG, JPEG, GIF or BMP file");
    Files.write(broken, new byte[0]);
    assertRefused(
        broken + ": no picture that can be read: not the content of a PNG, JPEG, GIF or BMP file");
  }

  @Test
  void shouldRefuseAnotherKindOfFileThatMightBeAPicture() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path other = Files.writeString(folder.resolve("a/scan.tiff"), "II*");

    assertRefused(
        other + ": no picture that can be read: not the content of a PNG, JPEG, GIF or BMP file");
  }

  @Test
  void shouldRefuseAClassWithoutPictures() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path empty = Files.createDirectory(folder.resolve("b"));

    assertRefused(empty + ": a class without a picture");
  }

  @Test
  void shouldRefusePicturesOutsideOfClasses() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path stray = Folders.picture(folder.resolve("x.png"), 28, 28, 1);

    assertRefused(
        stray + ": a picture that is in no folder of a class, whose name would be its label");
  }

  @Test
  void shouldRefuseAFolderWithNothingInIt() {
    assertRefused(
        folder
            + ": no data set: no files train-images-idx3-ubyte and train-labels-idx1-ubyte (or of"
            + " such names), no folders of pictures, no CSV file");
  }

  @Test
  void shouldRefuseALinkThatLeadsIntoACircle() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path link = Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));

    assertRefused(link + ": a symbolic link to a folder that it is in");
  }

  @Test
  void shouldRefuseALinkToNothing() throws IOException {
    Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);
    Path link = Files.createSymbolicLink(folder.resolve("a/2.png"), folder.resolve("gone.png"));

    assertRefused(link + ": not a file");
  }

  @Test
  void shouldRefuseTestClassesThatNothingWasLearntOf() throws IOException {
    Folders.picture(folder.resolve("train/a/1.png"), 28, 28, 1);
    Folders.picture(folder.resolve("train/b/1.png"), 28, 28, 1);
    Path unknown = Folders.picture(folder.resolve("test/c/1.png"), 28, 28, 1);

    assertThatThrownBy(() -> DataSet.read(DataSource.open(folder.toString())))
        .hasMessage(unknown + ": label 'c' is none of the 2 labels of the training images: a, b");
  }

  @Test
  void shouldRefuseASetOfOneClass() throws IOException {
    Path only = Folders.picture(folder.resolve("a/1.png"), 28, 28, 1);

    assertThatThrownBy(() -> DataSet.read(DataSource.open(folder.toString())))
        .hasMessage(
            only + ": this and all others are of one class, 'a'; at least two classes are needed");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DataSource.open(folder.toString()).read(Part.TRAIN, Sizing.FITTED))
        .isInstanceOf(DataSetException.class)
        .hasMessage(message);
  }
}
