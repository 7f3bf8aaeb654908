package org.inkstream.model.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {

  private static final byte[] IMAGES = IdxFiles.images(2051, 2, 3, 2, IdxFiles.counting(12));
  private static final byte[] LABELS = IdxFiles.labels(7, 255);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "TRAIN, train-images-idx3-ubyte, train-labels-idx1-ubyte",
    "TRAIN, train-images-idx3-ubyte.gz, train-labels.idx1-ubyte",
    "TEST, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.gz",
    "TEST, t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte",
    "TEST, test-images-idx3-ubyte, test-labels-idx1-ubyte",
    "TEST, test-images.idx3-ubyte.gz, test-labels.idx1-ubyte.gz",
  })
  void shouldReadFilesUnderTheirUsualNames(Part part, String images, String labels)
      throws Exception {
    write(images, images.endsWith(".gz") ? IdxFiles.gzip(IMAGES) : IMAGES);
    write(labels, labels.endsWith(".gz") ? IdxFiles.gzip(LABELS) : LABELS);

    ImageSet set = DataSets.read(directory.toString(), part);

    assertThat(set)
        .isEqualTo(new ImageSet(2, 3, IdxFiles.counting(12), new int[] {7, 255}))
        .hasToString("2 images of 2 x 3, 256 classes");
  }

  @Test
  void shouldTellGzipByContentAndNotByName() throws Exception {
    write("train-images-idx3-ubyte.gz", IMAGES);
    write("train-labels-idx1-ubyte", IdxFiles.gzip(LABELS));

    assertThat(DataSets.read(directory.toString(), Part.TRAIN).count()).isEqualTo(2);
  }

  @Test
  void shouldSayWhichFileIsMissing() throws Exception {
    write("train-images-idx3-ubyte", IMAGES);

    assertThatThrownBy(() -> DataSets.read(directory.toString(), Part.TRAIN))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(directory + ": no file train-labels-idx1-ubyte, plain or .gz");
    assertThatThrownBy(() -> DataSets.read(directory.resolve("none").toString(), Part.TEST))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte");
  }

  @Test
  void shouldRefuseFewerLabelsThanImages() throws Exception {
    write("train-images-idx3-ubyte", IMAGES);
    Path labels = write("train-labels-idx1-ubyte", IdxFiles.labels(1));

    assertRefused(labels + ": at byte 4: expected a label for each of 2 images, found 1 labels");
  }

  @Test
  void shouldRefuseLabelsInThePlaceOfImages() throws Exception {
    Path images = write("train-images-idx3-ubyte", LABELS);
    write("train-labels-idx1-ubyte", LABELS);

    assertRefused(images + ": at byte 0: expected magic number 2051, found 2049");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRefuseEveryTruncation(boolean gzipped) throws Exception {
    byte[] whole = gzipped ? IdxFiles.gzip(IMAGES) : IMAGES;
    write("train-labels-idx1-ubyte", LABELS);
    for (int length = 0; length < whole.length; length++) {
      Path images = write("train-images-idx3-ubyte", Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> DataSets.read(directory.toString(), Part.TRAIN))
          .as("cut to %d bytes", length)
          .isInstanceOf(IdxException.class)
          .hasMessageStartingWith(images + ": at byte ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void shouldNameTheByteWhereATruncatedFileEnds() throws Exception {
    Path images = write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, 20));
    assertRefused(images + ": at byte 20: expected 28 bytes as the header says, found the end");

    write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, 10));
    assertRefused(images + ": at byte 8: expected rows, found the end after 2 bytes");
  }

  @Test
  void shouldRefuseOneByteTooMany() throws Exception {
    Path images = write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, IMAGES.length + 1));

    assertRefused(images + ": at byte 28: expected the end as the header says, found more bytes");
  }

  @Test
  void shouldRefuseDamagedGzipData() throws Exception {
    byte[] gzipped = IdxFiles.gzip(IMAGES);
    gzipped[gzipped.length - 6] ^= 1; // in the checksum
    Path images = write("train-images-idx3-ubyte.gz", gzipped);

    assertRefused(images + ": at byte 28: damaged gzip data (Corrupt GZIP trailer)");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 28, 28, 4, found 4294967295",
    "0, 28, 28, 4, found 0",
    "1, 0, 28, 8, found 0",
    "1, 28, -2147483648, 12, found 2147483648",
    "1, 2147483647, 2147483647, 8, found 2147483647 x 2147483647",
    "1, 2049, 2048, 8, found 2048 x 2049",
    "2147483647, 2048, 2048, 4, found a header of 9007199250546688",
    "1073741825, 1, 1, 4, found a header of 1073741825",
  })
  void shouldRefuseAbsurdSizesBeforeReadingOn(
      int count, int rows, int columns, long position, String found) throws Exception {
    write("train-images-idx3-ubyte", IdxFiles.images(2051, count, rows, columns, new byte[100]));

    assertThatThrownBy(() -> DataSets.read(directory.toString(), Part.TRAIN))
        .isInstanceOfSatisfying(
            IdxException.class, e -> assertThat(e.position()).isEqualTo(position))
        .hasMessageEndingWith(found);
  }

  @Test
  void shouldNotReserveMemoryForBytesThatAreNotThere() throws Exception {
    // Within the limit of what may be read, so that only the missing bytes betray the header.
    int claimed = (int) (Runtime.getRuntime().maxMemory() / 3) - 1000;
    write("train-images-idx3-ubyte", IdxFiles.images(2051, claimed, 1, 1, new byte[100]));
    var bean =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = bean.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> DataSets.read(directory.toString(), Part.TRAIN))
        .isInstanceOf(IdxException.class)
        .hasMessageContaining("at byte 116");

    assertThat(bean.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
  }

  private Path write(String name, byte[] content) throws Exception {
    return Files.write(directory.resolve(name), content);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DataSets.read(directory.toString(), Part.TRAIN))
        .isInstanceOf(IdxException.class)
        .hasMessage(message);
  }
}
