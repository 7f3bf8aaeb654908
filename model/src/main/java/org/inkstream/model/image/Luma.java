package org.inkstream.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Makes a decoded image grey: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as JPEG does), over black
 * where it is transparent. Works on the samples as they are in the file: {@code
 * BufferedImage.getRGB} takes grey images for linear light and brightens them.
 */
final class Luma {

  private static final int OPAQUE = 255;

  private Luma() {}

  /** The grey image, or null if the file has channels that mean something else. */
  static GrayImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] bits = raster.getSampleModel().getSampleSize();
    if (bands > 4 || Arrays.stream(bits).anyMatch(size -> size != bits[0])) {
      return null;
    }
    int[] palette = image.getColorModel() instanceof IndexColorModel model ? grey(model) : null;
    int max = (1 << bits[0]) - 1;
    byte[] grey = new byte[width * height];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int value = palette != null ? palette[row[x]] : grey(row, x * bands, bands, max);
        grey[y * width + x] = (byte) value;
      }
    }
    return new GrayImage(width, height, grey);
  }

  private static int grey(int[] samples, int at, int bands, int max) {
    int value =
        bands < 3
            ? to8Bits(samples[at], max)
            : luma(
                to8Bits(samples[at], max),
                to8Bits(samples[at + 1], max),
                to8Bits(samples[at + 2], max));
    return bands % 2 == 1 ? value : overBlack(value, to8Bits(samples[at + bands - 1], max));
  }

  private static int[] grey(IndexColorModel model) {
    int[] palette = new int[Math.max(256, model.getMapSize())];
    for (int i = 0; i < model.getMapSize(); i++) {
      palette[i] =
          overBlack(luma(model.getRed(i), model.getGreen(i), model.getBlue(i)), model.getAlpha(i));
    }
    return palette;
  }

  private static int to8Bits(int sample, int max) {
    return max == 255 ? sample : (int) ((sample * 255L + max / 2) / max);
  }

  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  private static int overBlack(int value, int alpha) {
    return alpha == OPAQUE ? value : (value * alpha + 127) / 255;
  }
}
