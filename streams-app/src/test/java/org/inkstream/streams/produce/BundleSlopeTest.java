package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.corruption.Fgsm;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleSlopeTest {

  private static final int SIDE = 8;
  private static final int LABEL = 3;

  /** Of the network's size and with its last class. */
  private static final ImageSet IMAGES =
      new ImageSet(SIDE, SIDE, new byte[SIDE * SIDE], new int[] {9});

  private final TestModel model = TestModel.of("v1", 5).withSide(SIDE);

  @TempDir private Path folder;

  @Test
  void shouldRiseWhereTheLossRisesByFiniteDifferences() throws IOException {
    byte[] image = image();
    float[] slope;

    try (BundleSlope opened = BundleSlope.open(file(model.bytes()), IMAGES)) {
      slope = opened.at(image, SIDE, SIDE, LABEL);
    }

    // The model's answers in plain Java, one pixel a grey level lighter and darker. The slope is by
    // the network's input, which is 1/255 of a grey level.
    for (int i = 0; i < slope.length; i++) {
      byte[] more = image.clone();
      more[i]++;
      byte[] less = image.clone();
      less[i]--;
      double difference = (loss(more) - loss(less)) / 2;
      assertThat(slope[i] / 255).as("pixel %d", i).isCloseTo((float) difference, within(1e-7f));
    }
  }

  @Test
  void shouldMakeImagesThatTheNetworkKnowsLessWell() throws IOException {
    byte[] image = image();
    double before = loss(image);

    try (BundleSlope slope = BundleSlope.open(file(model.bytes()), IMAGES)) {
      byte[] attacked =
          new Fgsm(16, slope)
              .apply(image, SIDE, SIDE, LABEL, new SplittableRandom(1))
              .orElseThrow();

      assertThat(loss(attacked)).isGreaterThan(before + 0.2);
      for (int i = 0; i < attacked.length; i++) {
        assertThat(Math.abs((attacked[i] & 0xff) - (image[i] & 0xff))).isEqualTo(16);
      }
    }
  }

  @Test
  void shouldSayInOneLineThatAFileIsNoBundle() throws IOException {
    byte[] damaged = model.bytes();
    damaged[damaged.length / 2]++;

    assertFails(file(new byte[100]), "UNREADABLE_BUNDLE: not a zip, or not the whole of one");
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(file(damaged), IMAGES));
    assertFails(folder.resolve("none"), "no such file");
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(folder, IMAGES));
  }

  @Test
  void shouldRefuseImagesThatTheNetworkDoesNotSee() throws IOException {
    Path file = file(model.bytes());
    ImageSet small = new ImageSet(2, 1, new byte[2], new int[1]);
    ImageSet eleven = new ImageSet(SIDE, SIDE, new byte[SIDE * SIDE], new int[] {10});

    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(file, small))
        .withMessageEndingWith("its network sees 8 x 8 pixels, the images have 2 x 1");
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(file, eleven))
        .withMessageEndingWith("its network knows 10 classes, the images have label 10");
  }

  @Test
  void shouldRefuseAModelWithoutAGradient() throws IOException {
    Path file = file(TestModel.forest("v1", 3, 1005).bytes());
    ImageSet images = new ImageSet(28, 28, new byte[28 * 28], new int[] {9});

    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(file, images))
        .withMessageEndingWith(
            "it holds a forest of decision trees, whose gradient is not known; only networks have"
                + " one");
  }

  private void assertFails(Path file, String reason) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> BundleSlope.open(file, IMAGES))
        .withMessage("--against: cannot use " + file + ": " + reason);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.bundle"), bytes);
  }

  private double loss(byte[] image) {
    return -Math.log(model.probabilities(image)[LABEL]);
  }

  /** Far from black and from full ink, so that nothing is cut. */
  private static byte[] image() {
    byte[] image = new byte[SIDE * SIDE];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) random.nextInt(50, 200);
    }
    return image;
  }
}
