package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.Preprocessing.Fit;
import org.junit.jupiter.api.Test;

/** Golden rows come from a Python program that integrates the covered areas in exact fractions. */
class FitTest {

  @Test
  void shouldAverageTheAreaThatEachPixelCoversWhenStretchingDown() {
    assertThat(stretched(pattern(37, 53), 37, 53, 5, 4))
        .containsExactly(
            116, 123, 137, 129, 132, //
            121, 137, 122, 129, 123, 135, 127, 125, 130, 123, 124, 128, 128, 128, 127);
  }

  @Test
  void shouldInterpolateWhenStretchingUp() {
    assertThat(stretched(Images.bytes(0, 100, 255, 50, 200, 10), 3, 2, 7, 5))
        .containsExactly(
            0, 14, 57, 100, 166, 233, 255, //
            5, 20, 65, 110, 162, 213, 231, 25, 43, 96, 150, 143, 135, 133, 45, 66, 128, 190, 123,
            57, 35, 50, 71, 136, 200, 119, 37, 10);
  }

  @Test
  void shouldStretchEachSideByItself() {
    assertThat(stretched(pattern(37, 2), 37, 2, 4, 5))
        .containsExactly(
            29, 94, 158, 223, 31, 96, 162, 211, 38, 107, 176, 162, 44, 117, 190, 114, 46, 120, 194,
            102);
  }

  @Test
  void shouldCropScaleAndCentreAsMnistWasMade() throws Exception {
    byte[] image = new byte[90 * 60];
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 90; x++) {
        if ((x - 40) * (x - 40) * 225 + (y - 25) * (y - 25) * 400 <= 400 * 225) {
          image[y * 90 + x] = (byte) (40 + (x * 3 + y * 5) % 200);
        }
      }
    }

    byte[] fitted = mnist(image, 90, 60, 28, 28);

    assertThat(row(fitted, 8))
        .containsExactly(
            0, 0, 0, 0, 0, 0, 0, 0, 16, 105, 164, 202, 208, 214, 220, 226, 229, 148, 60, 42, 33, 5,
            0, 0, 0, 0, 0, 0);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(fitted)))
        .isEqualTo("aee664d4e84c3d1f6ab3f8682372165eb1db3f3cdd6dc4434a9bf3e5e8bb719c");
  }

  @Test
  void shouldGiveBackMnistsOwnDigitsFromAnywhereInALargerImage() throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    SplittableRandom random = new SplittableRandom(1);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] large = new byte[70 * 50];
      int left = random.nextInt(43);
      int top = random.nextInt(23);
      for (int y = 0; y < 28; y++) {
        System.arraycopy(test.image(i), y * 28, large, (top + y) * 70 + left, 28);
      }
      if (Arrays.equals(mnist(large, 70, 50, 28, 28), test.image(i))) {
        same++;
      }
    }

    // Three of the 10,000 digits of this file are not 20 pixels long; none of them is among these.
    assertThat(same).isEqualTo(1000);
  }

  @Test
  void shouldGiveBackMnistsOwnDigitsFromAnEnlargement() throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    for (int i = 0; i < 100; i++) {
      byte[] digit = test.image(i);
      byte[] large = new byte[28 * 7 * 28 * 7];
      for (int at = 0; at < large.length; at++) {
        large[at] = digit[at / (28 * 7) / 7 * 28 + at % (28 * 7) / 7];
      }

      assertThat(mnist(large, 28 * 7, 28 * 7, 28, 28)).as("image %d", i).isEqualTo(digit);
    }
  }

  @Test
  void shouldLeaveABlankImageBlank() {
    assertThat(mnist(new byte[40 * 40], 40, 40, 28, 28)).containsOnly(0);
  }

  @Test
  void shouldKeepAllInkInTheField() {
    // One heavy corner pulls the centre of mass far from the middle of the box.
    byte[] image = new byte[40 * 40];
    image[0] = (byte) 255;
    image[1] = (byte) 255;
    image[40] = (byte) 255;
    image[39 * 40 + 39] = (byte) 255;

    byte[] fitted = mnist(image, 40, 40, 28, 28);

    int ink = 0;
    for (byte pixel : fitted) {
      ink += pixel & 0xff;
    }
    // 4 of 40 x 40 pixels on an area of 20 x 20: a quarter of the ink, 191 + 64.
    assertThat(ink).isEqualTo(255);
    assertThat(fitted[27 * 28 + 27] & 0xff).isEqualTo(64);
  }

  @Test
  void shouldFitIntoFieldsOfOtherSizesInProportion() {
    byte[] bar = new byte[100 * 100];
    for (int y = 20; y < 80; y++) {
      bar[y * 100 + 50] = (byte) 255;
    }

    byte[] fitted = mnist(bar, 100, 100, 14, 56);

    // Limited by the height, 40 of 56 rows; the width of 2/3 of a pixel becomes one pixel.
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 14; x++) {
        int expected = x == 7 && y >= 8 && y < 48 ? 255 : 0;
        assertThat(fitted[y * 14 + x] & 0xff).as("pixel %d, %d", x, y).isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldFitTheMostExtremeShapesInLittleMemory() {
    byte[] pixels = new byte[ImageEncoder.MAX_PIXELS];
    Arrays.fill(pixels, (byte) 200);
    for (Fit fit : Fit.values()) {
      ImageEncoder encoder = new ImageEncoder(new Preprocessing(28, 28, fit, 1, 0));
      float[] target = new float[784];

      encoder.encode(pixels, 1, pixels.length, target, 0);
      assertThat(target).contains(200f);

      encoder.encode(pixels, pixels.length, 1, target, 0);
      assertThat(target).contains(200f);
    }
  }

  private static int[] stretched(byte[] image, int width, int height, int newWidth, int newHeight) {
    return unsigned(encode(Fit.STRETCH, image, width, height, newWidth, newHeight));
  }

  private static byte[] mnist(byte[] image, int width, int height, int newWidth, int newHeight) {
    return encode(Fit.MNIST, image, width, height, newWidth, newHeight);
  }

  private static byte[] encode(
      Fit fit, byte[] image, int width, int height, int newWidth, int newHeight) {
    float[] target = new float[newWidth * newHeight];
    new ImageEncoder(new Preprocessing(newWidth, newHeight, fit, 1, 0))
        .encode(image, width, height, target, 0);
    byte[] pixels = new byte[target.length];
    for (int i = 0; i < target.length; i++) {
      pixels[i] = (byte) target[i];
    }
    return pixels;
  }

  private static byte[] pattern(int width, int height) {
    byte[] image = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image[y * width + x] = (byte) ((x * 7 + y * 13 + x * y) % 256);
      }
    }
    return image;
  }

  private static int[] row(byte[] image, int y) {
    return unsigned(Arrays.copyOfRange(image, y * 28, y * 28 + 28));
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }
}
