package org.inkstream.streams.produce;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.inkstream.schemas.ImageEncoding;

/** Encodes grey images as an event's encoding asks. For use by one thread. */
final class ImageFiles {

  /** Of 1: so that little of what a network sees is the compression's. */
  private static final float JPEG_QUALITY = 0.95f;

  private final ImageEncoding encoding;
  private final ImageWriter writer;

  ImageFiles(ImageEncoding encoding) {
    this.encoding = encoding;
    this.writer =
        encoding == ImageEncoding.GRAY8
            ? null
            : ImageIO.getImageWritersByFormatName(encoding.name().toLowerCase(Locale.ROOT)).next();
  }

  /**
   * The image as an event's bytes.
   *
   * @param pixels unsigned bytes, width x height, row by row; given back as they are for GRAY8
   */
  byte[] encode(byte[] pixels, int width, int height) {
    if (writer == null) {
      return pixels;
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.reset();
    }
    return file.toByteArray();
  }

  private ImageWriteParam parameters() {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (encoding == ImageEncoding.JPEG) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
    }
    return parameters;
  }
}
