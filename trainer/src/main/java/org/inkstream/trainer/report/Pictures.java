package org.inkstream.trainer.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Pictures that a page holds within itself, as addresses of the kind {@code data:}. All are clear
 * where there is nothing, so that they are readable on light and on dark.
 */
final class Pictures {

  private static final int INK = 0x000000;
  private static final int POSITIVE = 0xe8590c;
  private static final int NEGATIVE = 0x1c7ed6;

  private Pictures() {}

  /** Ink, black. */
  static String ink(byte[] pixels, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < pixels.length; i++) {
      image.setRGB(i % width, i / width, (pixels[i] & 0xff) << 24 | INK);
    }
    return address(image);
  }

  /**
   * Numbers above 0 in orange and those below in blue, the fuller the larger.
   *
   * @param full the number that is fullest
   */
  static String signed(float[] numbers, int width, int height, double full) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < numbers.length; i++) {
      int opacity = full > 0 ? (int) Math.round(255 * Math.min(1, Math.abs(numbers[i]) / full)) : 0;
      image.setRGB(i % width, i / width, opacity << 24 | (numbers[i] > 0 ? POSITIVE : NEGATIVE));
    }
    return address(image);
  }

  /** The largest number of all, signs aside. */
  static double largest(List<float[]> pictures) {
    double largest = 0;
    for (float[] picture : pictures) {
      for (float number : picture) {
        largest = Math.max(largest, Math.abs(number));
      }
    }
    return largest;
  }

  private static String address(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
