package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.inkstream.model.idx.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvSourceTest {

  @TempDir private Path folder;

  @Test
  void shouldReadLabelsAndPixelsRowByRow() throws IOException {
    LabelledImages set = read("7,0,1,2,255\n3,9,8,7,6\n7,1,1,1,1\n");

    assertThat(set.labels()).containsExactly("3", "7");
    assertThat(set.images().labels()).containsExactly(1, 0, 1);
    assertThat(set.images().width()).isEqualTo(2);
    assertThat(set.images().image(0)).containsExactly(0, 1, 2, 255);
    assertThat(set.sizes()).containsOnlyKeys(new Size(2, 2)).containsValue(3);
    assertThat(set.origins().of(2)).isEqualTo(folder.resolve("set.csv") + ": row 3");
  }

  @Test
  void shouldSkipAHeaderAndEmptyLinesAndCountThemAsRows() throws IOException {
    LabelledImages set =
        read("label,pixel0,pixel1,pixel2,pixel3\r\n\r\n\"α,β\",1,2,3,4\r\nγ, 5 ,6,7,8\r\n");

    assertThat(set.labels()).containsExactly("α,β", "γ");
    assertThat(set.images().image(1)).containsExactly(5, 6, 7, 8);
    assertThat(set.origins().of(0)).endsWith("set.csv: row 3");
  }

  @Test
  void shouldTakeTheSizeFromAHeaderThatSaysIt() throws IOException {
    LabelledImages set = read("label,1x1,1x2,1x3,2x1,2x2,2x3\n0,1,2,3,4,5,6\n");

    assertThat(set.images().width()).isEqualTo(3);
    assertThat(set.images().height()).isEqualTo(2);
  }

  @Test
  void shouldOrderNumbersByValueAndNamesByCharacters() throws IOException {
    assertThat(read("10,1\n9,2\n-1,3\n").labels()).containsExactly("-1", "9", "10");
    assertThat(read("10,1\n9,2\nx,3\n").labels()).containsExactly("10", "9", "x");
  }

  @Test
  void shouldReadPartsAndGzip() throws IOException {
    Files.write(folder.resolve("mnist_train.csv.gz"), Folders.gzip("1,1\n2,2\n"));
    Files.writeString(folder.resolve("mnist_test.csv"), "2,3\n");
    Files.writeString(folder.resolve("README.md"), "about");

    DataSource source = DataSource.open(folder.toString());
    DataSet set = DataSet.read(source);

    assertThat(source.form()).isEqualTo(DataSource.Form.CSV);
    assertThat(source.parts()).isEqualTo(Set.of(Part.TRAIN, Part.TEST));
    assertThat(set.labels()).containsExactly("1", "2");
    assertThat(set.test().orElseThrow().labels()).containsExactly(1);
  }

  @Test
  void shouldFitOtherSizesWhenAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("set.csv"), "a,255,255,255,255\nb,0,0,0,0\n");

    LabelledImages set = DataSource.open(file.toString()).read(Part.TRAIN, Sizing.FITTED);

    // A full square of 2 x 2 becomes one of 20 x 20; its middle, 9.5, comes to rest at 13.5.
    byte[] expected = new byte[784];
    for (int y = 4; y < 24; y++) {
      Arrays.fill(expected, y * 28 + 4, y * 28 + 24, (byte) 255);
    }
    assertThat(set.images().image(0)).isEqualTo(expected);
    assertThat(set.images().image(1)).containsOnly(0);
    assertThat(set.sizes()).containsOnlyKeys(new Size(2, 2));
  }

  static Stream<Arguments> wrong() {
    String tooLong = "1" + ",0".repeat(5);
    return Stream.of(
        Arguments.of("1,0,0,0,0\n1,0,0\n", "row 2: 3 columns, expected a label and 4 pixels"),
        Arguments.of(
            "1,0,0,0,0\n" + tooLong, "row 2: more than 5 columns, expected a label and 4 pixels"),
        Arguments.of("1,0,0,0,0\n1\n", "row 2: 1 columns, expected a label and 4 pixels"),
        Arguments.of("1\n", "row 1: 1 columns, expected a label and pixels"),
        Arguments.of(
            "1,0,0,0,0\n1,0,x,0,0\n",
            "row 2: column 3: 'x' is no pixel, which is a whole number of 0 to 255"),
        Arguments.of(
            "1,0,0,256,0\n",
            "row 1: column 4: '256' is no pixel, which is a whole number of 0 to 255"),
        Arguments.of(
            "1,0,0,-1,0\n",
            "row 1: column 4: '-1' is no pixel, which is a whole number of 0 to 255"),
        Arguments.of(
            "1,0.5,0.5,1.5,2.5\n",
            "row 1: column 2: '0.5' is no pixel, which is a whole number of 0 to 255"),
        Arguments.of(
            "1,0,0,,0\n", "row 1: column 4: '' is no pixel, which is a whole number of 0 to 255"),
        Arguments.of(
            "1,0,0,0\n",
            "row 1: 3 pixels are no square, and no header ends with a name like 28x28 (rows x"
                + " columns)"),
        Arguments.of("label,a,b,c,d\n1,0,0,0\n", "row 2: 4 columns, expected a label and 4 pixels"),
        Arguments.of("1,0\n\n2,\"1\n3,1\n4,1\n", "row 3: a quote that is not closed"),
        Arguments.of("1,0\n\n\"2,1\n3,1\n4,1\n", "row 3: a quote that is not closed"),
        Arguments.of("1,0\n\"2,1\n\"3\",1\n4,1\n", "row 2: a quote that is not closed"),
        Arguments.of(
            "1,0\n2,\"1\n" + "3,1\n".repeat(3_000) + "4,1\n", "row 2: a quote that is not closed"),
        Arguments.of(
            "1,0\n2," + "0".repeat(10_001) + "\n", "row 2: a value of more than 10000 characters"),
        Arguments.of(" ,0\n", "row 1: the label is empty"),
        Arguments.of("a\tb,0\n", "row 1: the label has a control character"),
        Arguments.of(
            "x".repeat(101) + ",0\n", "row 1: a label of 101 characters, at most 100 are allowed"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void shouldNameFileAndRowOfWhatIsWrong(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("set.csv"), text);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataSetException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void shouldKeepManyImagesAndLargeOnesInTheirOrder() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      many.append("a,").append(i % 256).append(",0,0,").append(i / 256).append('\n');
    }
    LabelledImages small = read(many.toString());
    for (int i = 0; i < 3_000; i++) {
      assertThat(small.images().image(i)).containsExactly((byte) (i % 256), 0, 0, (byte) (i / 256));
    }

    String pixels = ",7".repeat(1_100 * 1_100);
    LabelledImages large = read("a" + pixels + "\nb" + pixels.replace('7', '9') + "\n");
    assertThat(large.images().width()).isEqualTo(1_100);
    assertThat(large.images().image(0)).containsOnly(7);
    assertThat(large.images().image(1)).containsOnly(9);
  }

  @Test
  void shouldRefuseAValueThatNeverEnds() throws IOException {
    assertThatThrownBy(() -> read("1,1\n2," + "0".repeat(1 << 20)))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(folder.resolve("set.csv") + ": row 2: ")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(500));
  }

  @Test
  void shouldRefuseFilesWithoutAnImage() throws IOException {
    for (String text : new String[] {"", "\n\n", "label,pixel0\n"}) {
      assertThatThrownBy(() -> read(text)).hasMessage(folder.resolve("set.csv") + ": no images");
    }
  }

  @Test
  void shouldRefuseAnotherEncodingAndOpenQuotes() throws IOException {
    Path file = folder.resolve("set.csv");
    Files.write(file, "ä,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> DataSource.open(file.toString()).read(Part.TRAIN, Sizing.AS_IS))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("UTF-8");

    assertThatThrownBy(() -> read("1,1\n2,\"1\n"))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(file + ": row ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseEveryTruncationOfGzip() throws IOException {
    byte[] whole = Folders.gzip("1,1\n2,2\n3,3\n");
    Path file = folder.resolve("set.csv.gz");
    for (int length = 2; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> DataSource.open(file.toString()).read(Part.TRAIN, Sizing.AS_IS))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": at byte ")
          .hasMessageEndingWith("damaged gzip data (it ends too early)");
    }
  }

  @Test
  void shouldTellDamageAndNotWhatItDoesToTheRows() throws IOException {
    byte[] file = Folders.gzip("1,1\n2,2\n" + "3,3\n4,4\n".repeat(500) + "5,5,5\n");
    file[file.length - 8] ^= 1; // in the checksum
    Path damaged = Files.write(folder.resolve("set.csv.gz"), file);

    assertThatThrownBy(() -> DataSource.open(damaged.toString()).read(Part.TRAIN, Sizing.AS_IS))
        .hasMessage(damaged + ": at byte 4014: damaged gzip data (Corrupt GZIP trailer)");
  }

  @Test
  void shouldRefusePixelsInThePlaceOfLabels() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= LabelNames.MOST; i++) {
      text.append(i).append(",0\n");
    }

    assertThatThrownBy(() -> read(text.toString()))
        .hasMessageEndingWith("row 10001: more than 10000 different labels; are these labels?");
  }

  @Test
  void shouldSayWhichOfSeveralFilesItCannotPlace() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "1,1\n");
    Files.writeString(folder.resolve("b-train.csv"), "1,1\n");

    assertThatThrownBy(() -> DataSource.open(folder.toString()))
        .hasMessage(
            folder
                + ": of several CSV files one must end with train.csv and one with test.csv; there"
                + " are a.csv, b-train.csv");
  }

  private LabelledImages read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("set.csv"), text);
    return DataSource.open(file.toString()).read(Part.TRAIN, Sizing.AS_IS);
  }
}
