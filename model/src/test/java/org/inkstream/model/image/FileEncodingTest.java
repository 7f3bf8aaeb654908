package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.model.image.RejectionReason.EMPTY_IMAGE;
import static org.inkstream.model.image.RejectionReason.IMAGE_TOO_LARGE;
import static org.inkstream.model.image.RejectionReason.PIXELS_MISMATCH;
import static org.inkstream.model.image.RejectionReason.UNREADABLE_IMAGE;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.data.Offset;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.schemas.ImageEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileEncodingTest {

  private static final byte[] GRADIENT = Images.bytes(0, 1, 64, 127, 128, 200, 254, 255);

  @Test
  void shouldReadGreyPngsToTheBit() {
    assertThat(png(4, 2, Images.png(4, 2, 8, Images.GREY, GRADIENT)))
        .containsExactly(0, 1, 64, 127, 128, 200, 254, 255);
  }

  @Test
  void shouldReadMnistFromPngAsFromGray8() throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    ImageEncoder encoder = new ImageEncoder(new Preprocessing(28, 28, Fit.MNIST, 1 / 255.0, 0));
    for (int i = 0; i < 50; i++) {
      float[] fromFile = new float[784];
      float[] fromGray = new float[784];
      byte[] file = Images.png(28, 28, 8, Images.GREY, test.image(i));

      assertThat(encoder.encode(Images.event(ImageEncoding.PNG, 28, 28, file), fromFile, 0))
          .isEmpty();
      encoder.encode(test.image(i), 28, 28, fromGray, 0);

      assertThat(fromFile).isEqualTo(fromGray);
    }
  }

  @Test
  void shouldReadOneBitAnd16BitGrey() {
    assertThat(png(4, 2, Images.png(4, 2, 1, Images.GREY, Images.bytes(0b10100000, 0b01110000))))
        .containsExactly(255, 0, 255, 0, 0, 255, 255, 255);
    // 257 x v is the 16-bit value of v; half a step more rounds up.
    assertThat(
            png(
                2,
                2,
                Images.png(2, 2, 16, Images.GREY, Images.bytes(0, 0, 7, 7, 200, 200, 7, 136))))
        .containsExactly(0, 7, 200, 8);
  }

  @Test
  void shouldTurnColourIntoLuma() {
    // ITU-R BT.601: 0.299 x 255 = 76.2, 0.587 x 255 = 149.7, 0.114 x 255 = 29.1
    byte[] samples = Images.bytes(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30);

    assertThat(png(2, 2, Images.png(2, 2, 8, Images.RGB, samples)))
        .containsExactly(76, 150, 29, 18);
  }

  @Test
  void shouldReadPalettes() {
    byte[] colours = Images.chunk("PLTE", Images.bytes(255, 0, 0, 0, 255, 0, 255, 255, 255));
    byte[] alpha = Images.chunk("tRNS", Images.bytes(255, 128));

    assertThat(
            png(
                2,
                2,
                Images.png(
                    2,
                    2,
                    8,
                    Images.PALETTE,
                    Images.join(colours, alpha),
                    Images.bytes(0, 1, 2, 0))))
        .containsExactly(76, 75, 255, 76);
  }

  @Test
  void shouldComposeTransparencyOverBlack() {
    assertThat(
            png(
                2,
                2,
                Images.png(
                    2, 2, 8, Images.GREY_ALPHA, Images.bytes(200, 255, 200, 0, 200, 51, 0, 255))))
        .containsExactly(200, 0, 40, 0);
    assertThat(
            png(
                2,
                1,
                Images.png(2, 1, 8, Images.RGBA, Images.bytes(255, 255, 255, 51, 0, 255, 0, 255))))
        .containsExactly(51, 150);
  }

  @Test
  void shouldReadJpegsNearly() throws Exception {
    ImageSet test = DataSets.read("mnist", Part.TEST);
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] digit = test.image(0);
      byte[] file = Images.jpeg(Images.grey(28, 28, digit), progressive);

      int[] pixels = decoded(ImageEncoding.JPEG, 28, 28, file);

      for (int i = 0; i < digit.length; i++) {
        assertThat(pixels[i]).as("pixel %d", i).isCloseTo(digit[i] & 0xff, Offset.offset(3));
      }
    }
  }

  @Test
  void shouldTurnColourJpegsIntoLuma() {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x00FF00);
    }

    for (int pixel : decoded(ImageEncoding.JPEG, 16, 16, Images.jpeg(image, false))) {
      assertThat(pixel).isCloseTo(150, Offset.offset(2));
    }
  }

  @Test
  void shouldFitFilesOfAnotherSize() {
    byte[] white = new byte[60 * 60];
    Arrays.fill(white, (byte) 255);
    ImageEncoder encoder = new ImageEncoder(new Preprocessing(28, 28, Fit.MNIST, 1, 0));
    float[] target = new float[784];

    assertThat(
            encoder.encode(
                Images.event(ImageEncoding.PNG, 60, 60, Images.png(60, 60, 8, Images.GREY, white)),
                target,
                0))
        .isEmpty();

    // 20 x 20, its centre of mass 9.5 from its edge: it begins at 14 - 0.5 - 9.5 = 4.
    for (int i = 0; i < 784; i++) {
      boolean inside = i % 28 >= 4 && i % 28 < 24 && i / 28 >= 4 && i / 28 < 24;
      assertThat(target[i]).as("pixel %d", i).isEqualTo(inside ? 255f : 0f);
    }
  }

  @Test
  void shouldIgnoreTheHazeAroundStrokesInJpegs() {
    byte[] stroke = new byte[80 * 80];
    for (int y = 22; y < 62; y++) {
      Arrays.fill(stroke, y * 80 + 30, y * 80 + 40, (byte) 255);
    }
    byte[] hazy = stroke.clone();
    hazy[5 * 80 + 75] = 20;
    ImageEncoder encoder = new ImageEncoder(new Preprocessing(28, 28, Fit.MNIST, 1, 0));
    float[] clean = new float[784];
    float[] encoded = new float[784];

    encoder.encode(stroke, 80, 80, clean, 0);
    assertThat(
            encoder.encode(
                Images.event(
                    ImageEncoding.JPEG, 80, 80, Images.jpeg(Images.grey(80, 80, hazy), false)),
                encoded,
                0))
        .isEmpty();

    for (int i = 0; i < 784; i++) {
      assertThat(encoded[i]).as("pixel %d", i).isCloseTo(clean[i], Offset.offset(16f));
    }
  }

  @Test
  void shouldRejectEveryTruncation() {
    byte[] png = Images.png(4, 2, 8, Images.GREY, GRADIENT);
    byte[] jpeg = Images.jpeg(Images.grey(4, 2, GRADIENT), false);
    byte[] progressive = Images.jpeg(Images.grey(4, 2, GRADIENT), true);
    for (int length = 1; length < png.length; length++) {
      assertRejected(
          ImageEncoding.PNG, 4, 2, Arrays.copyOf(png, length), UNREADABLE_IMAGE, "cut " + length);
    }
    for (byte[] file : new byte[][] {jpeg, progressive}) {
      for (int length = 1; length < file.length; length++) {
        assertRejected(
            ImageEncoding.JPEG, 4, 2, Arrays.copyOf(file, length), UNREADABLE_IMAGE, "cut");
      }
    }
  }

  @Test
  void shouldRejectEveryFlippedBitOfAPng() {
    byte[] png = Images.png(4, 2, 8, Images.GREY, GRADIENT);
    for (int bit = 0; bit < png.length * 8; bit++) {
      byte[] flipped = png.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(encode(ImageEncoding.PNG, 4, 2, flipped, new float[8]))
          .as("bit %d", bit)
          .isPresent();
    }
  }

  @Test
  void shouldRejectAFileOfAnotherFormat() {
    byte[] png = Images.png(4, 2, 8, Images.GREY, GRADIENT);
    byte[] jpeg = Images.jpeg(Images.grey(4, 2, GRADIENT), false);

    assertRejected(ImageEncoding.JPEG, 4, 2, png, UNREADABLE_IMAGE, "no JPEG signature");
    assertRejected(ImageEncoding.PNG, 4, 2, jpeg, UNREADABLE_IMAGE, "no PNG signature");
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 65_535, Integer.MAX_VALUE, -1})
  void shouldRejectABombBeforeDecodingIt(int side) {
    // A real one would be all zeros: the header is what counts, and the data need not be there.
    byte[] bomb = Images.png(side, side, 8, Images.GREY, new byte[0], new byte[0], 1);

    assertRejected(ImageEncoding.PNG, 28, 28, bomb, IMAGE_TOO_LARGE, "at most 4194304");
  }

  @Test
  void shouldRejectAJpegBombBeforeDecodingIt() {
    byte[] bomb = Images.jpeg(Images.grey(4, 2, GRADIENT), false);
    int frame = indexOfFrame(bomb);
    bomb[frame + 5] = (byte) 0xFF;
    bomb[frame + 7] = (byte) 0xFF;

    assertRejected(ImageEncoding.JPEG, 4, 2, bomb, IMAGE_TOO_LARGE, "65284 x 65282");
  }

  @Test
  void shouldRejectFilesWhoseSizeIsNotTheEvents() {
    byte[] png = Images.png(4, 2, 8, Images.GREY, GRADIENT);

    assertRejected(
        ImageEncoding.PNG,
        2,
        4,
        png,
        PIXELS_MISMATCH,
        "4 x 2 pixels in the file, 2 x 4 in the event");
    assertRejected(
        ImageEncoding.JPEG,
        28,
        28,
        Images.jpeg(Images.grey(4, 2, GRADIENT), false),
        PIXELS_MISMATCH,
        "4 x 2 pixels in the file, 28 x 28 in the event");
  }

  @Test
  void shouldRejectFilesWithoutPixels() {
    assertRejected(
        ImageEncoding.PNG,
        4,
        2,
        Images.png(0, 2, 8, Images.GREY, new byte[0], new byte[0], 1),
        EMPTY_IMAGE,
        "0 x 2 pixels in the file");
  }

  @Test
  void shouldRejectAPngWithTooLittleData() {
    byte[] file = Images.png(4, 4, 8, Images.GREY, new byte[0], GRADIENT, 2);

    assertRejected(ImageEncoding.PNG, 4, 4, file, UNREADABLE_IMAGE, "cannot be decoded");
  }

  @Test
  void shouldNotInflateTextsAndProfiles() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(Images.bytes('x', 0, 0));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(text)) {
      for (int i = 0; i < 300; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    byte[] bombs =
        Images.join(
            Images.chunk("zTXt", text.toByteArray()), Images.chunk("iCCP", text.toByteArray()));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] file = Images.png(4, 2, 8, Images.GREY, bombs, GRADIENT);
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(png(4, 2, file)).containsExactly(0, 1, 64, 127, 128, 200, 254, 255);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50L << 20);
  }

  @Test
  void shouldRejectAJpegOfThousandsOfScans() {
    byte[] file = Images.jpeg(Images.grey(4, 2, GRADIENT), true);
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0};
    byte[][] parts = new byte[5_002][];
    Arrays.fill(parts, scan);
    parts[0] = Arrays.copyOf(file, file.length - 2);
    parts[5_001] = Images.bytes(0xFF, 0xD9);

    assertRejected(
        ImageEncoding.JPEG, 4, 2, Images.join(parts), UNREADABLE_IMAGE, "more than 40 scans");
  }

  @Test
  void shouldAnswerAnyBytesWithoutAnException() {
    byte[] png = Images.png(4, 2, 8, Images.GREY, GRADIENT);
    byte[] jpeg = Images.jpeg(Images.grey(4, 2, GRADIENT), false);
    byte[] progressive = Images.jpeg(Images.grey(4, 2, GRADIENT), true);
    SplittableRandom random = new SplittableRandom(5);
    int rejected = 0;
    for (int i = 0; i < 3_000; i++) {
      boolean isPng = i % 3 == 0;
      byte[] file = (isPng ? png : i % 3 == 1 ? jpeg : progressive).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      ImageEncoding encoding = isPng ? ImageEncoding.PNG : ImageEncoding.JPEG;

      Optional<Rejection> rejection = encode(encoding, 4, 2, file, new float[8]);

      rejected += rejection.isPresent() ? 1 : 0;
    }

    assertThat(rejected).isGreaterThan(1_500);
  }

  private static int indexOfFrame(byte[] jpeg) {
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no baseline frame");
  }

  private static void assertRejected(
      ImageEncoding encoding,
      int width,
      int height,
      byte[] file,
      RejectionReason reason,
      String detail) {
    float[] target = new float[width * height];
    assertThat(encode(encoding, width, height, file, target))
        .hasValueSatisfying(
            rejection -> {
              assertThat(rejection.reason()).isEqualTo(reason);
              if (!detail.startsWith("cut")) {
                assertThat(rejection.detail()).contains(detail);
              }
            });
    assertThat(target).containsOnly(0f);
  }

  private static int[] png(int width, int height, byte[] file) {
    return decoded(ImageEncoding.PNG, width, height, file);
  }

  private static int[] decoded(ImageEncoding encoding, int width, int height, byte[] file) {
    float[] target = new float[width * height];
    assertThat(encode(encoding, width, height, file, target)).isEmpty();
    int[] pixels = new int[target.length];
    for (int i = 0; i < target.length; i++) {
      pixels[i] = (int) target[i];
    }
    return pixels;
  }

  private static Optional<Rejection> encode(
      ImageEncoding encoding, int width, int height, byte[] file, float[] target) {
    return new ImageEncoder(new Preprocessing(width, height, Fit.STRETCH, 1, 0))
        .encode(Images.event(encoding, width, height, file), target, 0);
  }
}
