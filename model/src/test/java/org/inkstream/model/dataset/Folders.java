package org.inkstream.model.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Writes small data sets of every form. */
final class Folders {

  private Folders() {}

  /** A picture of one grey, in the format of its name's ending. */
  static Path picture(Path file, int width, int height, int grey) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, grey);
      }
    }
    String name = file.toString();
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  /** Images and labels as IDX files; every pixel of an image is its number. */
  static void idx(Path folder, String prefix, int width, int height, int... labels)
      throws IOException {
    Files.createDirectories(folder);
    ByteBuffer images = ByteBuffer.allocate(16 + labels.length * width * height);
    images.putInt(0x803).putInt(labels.length).putInt(height).putInt(width);
    ByteBuffer classes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    for (int i = 0; i < labels.length; i++) {
      for (int p = 0; p < width * height; p++) {
        images.put((byte) i);
      }
      classes.put((byte) labels[i]);
    }
    Files.write(folder.resolve(prefix + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), classes.array());
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
