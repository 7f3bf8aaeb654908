package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {

  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(28, 28, Fit.MNIST, 1, 0));

  static Stream<String> expected() throws IOException {
    try (InputStream file = PictureTest.class.getResourceAsStream("/centring/expected.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList().stream();
    }
  }

  /**
   * The expectation is written by centre.py beside it. Where it lies exactly between two numbers,
   * either is right: doubles are not exact.
   */
  @ParameterizedTest
  @MethodSource("expected")
  void shouldPutPicturesIntoTheFieldAsComputedInExactFractions(String expected) {
    String[] words = expected.split(" ");
    int width = Integer.parseInt(words[1]);
    int height = Integer.parseInt(words[2]);
    byte[] pixels = HexFormat.of().parseHex(words[3]);
    Set<String> ties = Set.of(words[4].split(","));

    byte[] field = Picture.of(drawn(words[0], width, height), width, height).inField(28, 28);

    for (int i = 0; i < pixels.length; i++) {
      int roundedDown = ties.contains(Integer.toString(i)) ? 1 : 0;
      assertThat(field[i] & 0xff)
          .as("pixel %d", i)
          .isBetween((pixels[i] & 0xff) - roundedDown, pixels[i] & 0xff);
    }
  }

  @Test
  void shouldKeepAPictureOfTheFieldsSizeAsItIs() {
    byte[] pixels = drawn("corner", 28, 28);

    assertThat(Picture.of(pixels, 28, 28).inField(28, 28)).isEqualTo(pixels);
  }

  @ParameterizedTest
  @CsvSource({"png, PNG, 45, 30", "png, PNG, 28, 28", "jpg, JPEG, 45, 30", "jpg, JPEG, 64, 80"})
  void shouldGiveTrainingWhatServingMakesOfTheSameFile(
      String format, ImageEncoding encoding, int width, int height) throws IOException {
    byte[] file = file(format, width, height);
    float[] served = new float[784];
    float[] trained = new float[784];

    assertThat(
            ENCODER.encode(
                new ImageEvent(
                    "1", Instant.EPOCH, encoding, width, height, ByteBuffer.wrap(file), ""),
                served,
                0))
        .isEmpty();
    ENCODER.encode(((Picture) Picture.decode(file)).inField(28, 28), 28, 28, trained, 0);

    assertThat(trained).isEqualTo(served);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp", "png"})
  void shouldReadLosslessFormatsExactly(String format) throws IOException {
    Picture picture = (Picture) Picture.decode(file(format, 45, 30));

    assertThat(List.of(picture.width(), picture.height())).containsExactly(45, 30);
    assertThat(picture.pixels()).isEqualTo(drawn("disc", 45, 30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp", "png", "jpg"})
  void shouldRefuseEveryFileThatIsCutShort(String format) throws IOException {
    byte[] file = file(format, 20, 20);
    // The last byte of a GIF is its trailer, which tells nothing.
    int most = format.equals("gif") ? file.length - 2 : file.length;
    for (int length = 0; length < most; length++) {
      assertThat(Picture.decode(Arrays.copyOf(file, length)))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(Rejection.class);
    }
  }

  @Test
  void shouldRefuseAGiantBeforeItIsDecoded() throws IOException {
    byte[] bmp = file("bmp", 20, 20);
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 3_000).putInt(22, 3_000);
    byte[] gif = file("gif", 20, 20);
    // Of the image's own header, which begins with a comma, as that of the screen is not used.
    int header = 13 + 3 * 256;
    while (gif[header] != ',') {
      header++;
    }
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(header + 5, (short) 3_000)
        .putShort(header + 7, (short) 3_000);

    for (byte[] file : List.of(bmp, gif)) {
      assertThat(Picture.decode(file))
          .isEqualTo(
              new Rejection(
                  RejectionReason.IMAGE_TOO_LARGE,
                  "3000 x 3000 pixels, at most 4194304 are allowed"));
    }
  }

  @Test
  void shouldRefuseWhatIsNoPicture() {
    assertThat(Picture.decode("label,pixel".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(
            new Rejection(
                RejectionReason.UNKNOWN_ENCODING,
                "not the content of a PNG, JPEG, GIF or BMP file"));
    assertThat(Picture.decode(new byte[0])).isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> Picture.of(new byte[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The same shapes as centre.py's. */
  private static byte[] drawn(String shape, int width, int height) {
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] =
            (byte)
                switch (shape) {
                  case "disc" -> disc(x, y, width, height);
                  case "bar" -> Math.abs(x * height - y * width) < width * 2 ? 255 : 0;
                  case "corner" ->
                      (x < 3 && y < 5) || (x == width - 1 && y == height - 1) ? 200 : 0;
                  case "full" -> (x * 31 + y * 17) % 256;
                  default -> throw new IllegalArgumentException(shape);
                };
      }
    }
    return pixels;
  }

  private static int disc(int x, int y, int width, int height) {
    int dx = 2 * x + 1 - width;
    int dy = 2 * y + 1 - height;
    boolean inside =
        dx * dx * height * height + dy * dy * width * width < width * width * height * height;
    return inside ? 60 + (x * 7 + y * 13) % 190 : 0;
  }

  private static byte[] file(String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, drawn("disc", width, height));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toByteArray();
  }
}
