package org.inkstream.streams.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.Wire;

/** Images and the events that carry them. */
public final class TestImages {

  /** When all events of this class were captured. */
  public static final Instant CAPTURED = Instant.parse("2026-11-23T07:59:59.123Z");

  private static final Wire<ImageEvent> WIRE = Wire.of(ImageEvent.class);
  private static final int PNG_WIDTH_AT = 16;
  private static final int PNG_HEIGHT_AT = 20;
  private static final int PNG_HEADER_CHECKSUM_AT = 29;

  private TestImages() {}

  /** A square image; another number gives another image. */
  public static byte[] random(int side, int number) {
    byte[] pixels = new byte[side * side];
    new Random(number).nextBytes(pixels);
    return pixels;
  }

  /** A good event with a random image of 28 x 28 pixels. */
  public static byte[] good(String id, int number) {
    return gray(id, random(TestModel.SIDE, number));
  }

  /** A good event with raw pixels, 28 x 28. */
  public static byte[] gray(String id, byte[] pixels) {
    return event(id, ImageEncoding.GRAY8, TestModel.SIDE, TestModel.SIDE, pixels);
  }

  /** An event with whatever is given, encoded for the images topic. */
  public static byte[] event(
      String id, ImageEncoding encoding, int width, int height, byte[] pixels) {
    return WIRE.encode(
        new ImageEvent(id, CAPTURED, encoding, width, height, ByteBuffer.wrap(pixels), "test"));
  }

  /** An image file; the format's name as the JDK knows it, "png" or "jpeg". */
  public static byte[] file(String format, int width, int height, byte[] pixels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** A small PNG file whose header, checksum included, claims another size. */
  public static byte[] pngThatClaims(int width, int height) {
    byte[] png = file("png", TestModel.SIDE, TestModel.SIDE, random(TestModel.SIDE, 1));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(PNG_WIDTH_AT, width).putInt(PNG_HEIGHT_AT, height);
    java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
    checksum.update(Arrays.copyOfRange(png, 12, PNG_HEADER_CHECKSUM_AT));
    header.putInt(PNG_HEADER_CHECKSUM_AT, (int) checksum.getValue());
    return png;
  }
}
