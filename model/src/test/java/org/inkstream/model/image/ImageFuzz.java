package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.inkstream.model.SeedFiles;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;

/**
 * Any bytes as an image, in every encoding: the encoder answers with numbers in the range of its
 * preprocessing or with one of its five reasons, and never throws.
 *
 * <p>An input is one byte of choices (see the constants), width and height of the event in two
 * bytes each, and the image.
 */
class ImageFuzz {

  /** The lower two bits are the encoding. */
  private static final int ENCODING = 3;

  /**
   * The sender is careful: the event has the size that is in the file, and a PNG file's checksums
   * are right. Chance would not find those, nor what lies behind them.
   */
  private static final int CAREFUL = 4;

  private static final int HEAD_BYTES = 5;
  private static final int PNG_SIGNATURE = 8;
  private static final int SIDE = 28;
  private static final float UNTOUCHED = -7;
  private static final Set<RejectionReason> REASONS =
      EnumSet.of(
          RejectionReason.UNKNOWN_ENCODING,
          RejectionReason.EMPTY_IMAGE,
          RejectionReason.IMAGE_TOO_LARGE,
          RejectionReason.PIXELS_MISMATCH,
          RejectionReason.UNREADABLE_IMAGE);

  private static final ImageEncoder CENTRED =
      new ImageEncoder(new Preprocessing(SIDE, SIDE, Fit.MNIST, 1 / 255.0, 0));
  private static final ImageEncoder STRETCHED =
      new ImageEncoder(new Preprocessing(SIDE, SIDE, Fit.STRETCH, 1 / 255.0, 0));

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws Exception {
    SeedFiles.write(Path.of(arguments[0]), ImageFuzz.class, "shouldEncodeOrReject", seeds());
  }

  /** Images of every encoding, in colour and grey, of the network's size and of others. */
  private static Stream<byte[]> seeds() {
    byte[] own = random(SIDE * SIDE);
    byte[] samples = random(7 * 5 * 8);
    BufferedImage colour = new BufferedImage(9, 6, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 9 * 6; i++) {
      colour.setRGB(i % 9, i / 9, 0x010203 * i);
    }
    return Stream.of(
        input(ImageEncoding.GRAY8, 0, SIDE, SIDE, own),
        input(ImageEncoding.GRAY8, 0, 5, 7, random(35)),
        input(ImageEncoding.GRAY8, 0, 1, 3, new byte[3]),
        input(ImageEncoding.UNKNOWN, 0, 1, 1, new byte[1]),
        png(SIDE, SIDE, 8, Images.GREY, own),
        png(7, 5, 8, Images.RGB, Arrays.copyOf(samples, 7 * 5 * 3)),
        png(7, 5, 16, Images.RGBA, samples),
        png(7, 5, 8, Images.GREY_ALPHA, Arrays.copyOf(samples, 7 * 5 * 2)),
        png(8, 5, 1, Images.GREY, Arrays.copyOf(samples, 5)),
        input(
            ImageEncoding.PNG,
            CAREFUL,
            2,
            2,
            Images.png(
                2,
                2,
                8,
                Images.PALETTE,
                Images.join(
                    Images.chunk("PLTE", Images.bytes(1, 2, 3, 4, 5, 6)),
                    Images.chunk("tRNS", Images.bytes(9))),
                Images.bytes(0, 1, 1, 0))),
        jpeg(Images.grey(SIDE, SIDE, own), false),
        jpeg(colour, false),
        jpeg(colour, true));
  }

  @FuzzTest(maxDuration = "10m")
  void shouldEncodeOrReject(byte[] input) {
    if (input.length < HEAD_BYTES) {
      return;
    }
    ImageEvent event = event(input);

    Optional<Rejection> centred = encode(CENTRED, event);
    Optional<Rejection> stretched = encode(STRETCHED, event);

    assertThat(stretched).isEqualTo(centred);
  }

  private static Optional<Rejection> encode(ImageEncoder encoder, ImageEvent event) {
    float[] target = new float[SIDE * SIDE + 2];
    Arrays.fill(target, UNTOUCHED);

    Optional<Rejection> rejection = encoder.encode(event, target, 1);

    int written = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      float value = target[1 + i];
      written += value >= 0 && value <= 1 ? 1 : 0;
    }
    if (rejection.isEmpty()) {
      assertThat(written).isEqualTo(SIDE * SIDE);
    } else {
      assertThat(REASONS).contains(rejection.get().reason());
      assertThat(rejection.get().detail()).doesNotContain("\n");
      assertThat(target).containsOnly(UNTOUCHED);
    }
    assertThat(target[0]).isEqualTo(UNTOUCHED);
    assertThat(target[SIDE * SIDE + 1]).isEqualTo(UNTOUCHED);
    return rejection;
  }

  private static ImageEvent event(byte[] input) {
    ImageEncoding encoding = ImageEncoding.values()[input[0] & ENCODING];
    ByteBuffer head = ByteBuffer.wrap(input);
    int width = head.getShort(1);
    int height = head.getShort(3);
    byte[] image = Arrays.copyOfRange(input, HEAD_BYTES, input.length);
    if ((input[0] & CAREFUL) != 0) {
      if (encoding == ImageEncoding.PNG) {
        mendChecksums(image);
      }
      FileScan scan = encoding == ImageEncoding.PNG ? PngScan.scan(image) : JpegScan.scan(image);
      width = (int) scan.width();
      height = (int) scan.height();
    }
    return Images.event(encoding, width, height, image);
  }

  private static void mendChecksums(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    int at = PNG_SIGNATURE;
    while (file.length - at >= 12) {
      int length = png.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, length + 4);
      png.putInt(at + 8 + length, (int) checksum.getValue());
      at += length + 12;
    }
  }

  private static byte[] png(int width, int height, int bits, int colour, byte[] samples) {
    byte[] file = Images.png(width, height, bits, colour, samples);
    return input(ImageEncoding.PNG, CAREFUL, width, height, file);
  }

  private static byte[] jpeg(BufferedImage image, boolean progressive) {
    byte[] file = Images.jpeg(image, progressive);
    return input(ImageEncoding.JPEG, CAREFUL, image.getWidth(), image.getHeight(), file);
  }

  private static byte[] input(
      ImageEncoding encoding, int choices, int width, int height, byte[] image) {
    return ByteBuffer.allocate(HEAD_BYTES + image.length)
        .put((byte) (encoding.ordinal() | choices))
        .putShort((short) width)
        .putShort((short) height)
        .put(image)
        .array();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
