package org.inkstream.model.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden numbers come from reading the same files with Python. */
class ShippedMnistTest {

  @Test
  void shouldReadTheTrainingPart() throws Exception {
    ImageSet train = DataSets.read("mnist", Part.TRAIN);

    assertThat(train).hasToString("60000 images of 28 x 28, 10 classes");
    assertThat(train.digest())
        .isEqualTo("37841d2a3c47bdb26ee7eb231512c4dea62c4b33d85e175c181efd9e78db403e");
    assertThat(train.select(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).labels())
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(ink(train.image(0))).isEqualTo(27_525);
    assertThat(ink(train.image(59_999))).isEqualTo(20_920);
  }

  @Test
  void shouldReadTheTestPart() throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);

    assertThat(test).hasToString("10000 images of 28 x 28, 10 classes");
    assertThat(test.digest())
        .isEqualTo("6bd5ecf5ca52e7c2d7f9d8f089562dd6e54244ebf149d8c832472b22f92acfc4");
    assertThat(test.label(7)).isEqualTo(9);
    assertThat(test.image(7)[14 * 28 + 9] & 0xff).isEqualTo(253);
  }

  @Test
  void shouldRefuseACopyWithOneBitChanged(@TempDir Path directory) throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    byte[] pixels = test.pixels().clone();
    pixels[1_000_000] ^= 1;
    Path images = directory.resolve("t10k-images-idx3-ubyte");
    Files.write(images, IdxFiles.images(2051, 10_000, 28, 28, pixels));
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(test.labels()));

    assertThat(DataSets.read(directory.toString(), Part.TEST).count()).isEqualTo(10_000);
    assertThatThrownBy(() -> ShippedMnist.read(directory, Part.TEST))
        .isInstanceOf(IdxException.class)
        .hasMessageStartingWith(images + ": at byte 0: expected the published MNIST with SHA-256 ");
  }

  @Test
  void shouldAcceptACopyWithTheSameContent(@TempDir Path directory) throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    byte[] images = IdxFiles.images(2051, 10_000, 28, 28, test.pixels());
    Files.write(directory.resolve("t10k-images-idx3-ubyte"), images);
    Files.write(
        directory.resolve("t10k-labels-idx1-ubyte"),
        ByteBuffer.wrap(IdxFiles.gzip(IdxFiles.labels(test.labels()))).array());

    assertThat(ShippedMnist.read(directory, Part.TEST)).isEqualTo(test);
  }

  private static long ink(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return sum;
  }
}
