package org.inkstream.trainer.describe;

import java.util.List;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;

/**
 * The mean image of each class.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels of each class, rounded, unsigned; all 0 for a class without images
 */
public record MeanImages(int width, int height, List<byte[]> pixels) {

  private static final String INK = " .:-=+*#%@";

  /** Characters of one image as text, across and down: a character is twice as high as wide. */
  private static final int TEXT_WIDTH = 14;

  private static final int TEXT_HEIGHT = 7;

  /** Copies the list. */
  public MeanImages {
    pixels = List.copyOf(pixels);
  }

  /** The means of a set's classes in their order. */
  static MeanImages of(LabelledImages part) {
    ImageSet images = part.images();
    int size = images.width() * images.height();
    long[][] sums = new long[part.labels().size()][size];
    int[] counts = new int[sums.length];
    for (int i = 0; i < images.count(); i++) {
      int label = images.label(i);
      counts[label]++;
      for (int p = 0; p < size; p++) {
        sums[label][p] += images.pixels()[i * size + p] & 0xff;
      }
    }
    byte[][] means = new byte[sums.length][size];
    for (int label = 0; label < sums.length; label++) {
      for (int p = 0; p < size && counts[label] > 0; p++) {
        means[label][p] = (byte) Math.round((double) sums[label][p] / counts[label]);
      }
    }
    return new MeanImages(images.width(), images.height(), List.of(means));
  }

  /** The mean of a class in characters: 7 lines of 14, denser where there is more ink. */
  public List<String> text(int label) {
    byte[] mean = pixels.get(label);
    String[] lines = new String[TEXT_HEIGHT];
    for (int row = 0; row < TEXT_HEIGHT; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < TEXT_WIDTH; column++) {
        line.append(INK.charAt(brightness(mean, column, row) * INK.length() / 256));
      }
      lines[row] = line.toString();
    }
    return List.of(lines);
  }

  private int brightness(byte[] mean, int column, int row) {
    int top = row * height / TEXT_HEIGHT;
    int bottom = Math.max(top + 1, (row + 1) * height / TEXT_HEIGHT);
    int left = column * width / TEXT_WIDTH;
    int right = Math.max(left + 1, (column + 1) * width / TEXT_WIDTH);
    int sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += mean[y * width + x] & 0xff;
      }
    }
    return sum / ((bottom - top) * (right - left));
  }
}
