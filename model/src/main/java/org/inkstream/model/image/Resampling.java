package org.inkstream.model.image;

import java.util.Arrays;

/**
 * Changes the size of a grey image, one axis after the other. An axis that shrinks is averaged over
 * the exact area that each new pixel covers, so that thin strokes become grey instead of vanishing;
 * an axis that grows is interpolated linearly between pixel centres.
 *
 * <p>That is how QMNIST's authors found MNIST to have been scaled (Yadav and Bottou, "Cold Case:
 * The Lost MNIST Digits", 2019, section 2).
 */
final class Resampling {

  private final int[] first;
  private final double[][] weights;

  private Resampling(int from, int to) {
    first = new int[to];
    weights = new double[to][];
    for (int i = 0; i < to; i++) {
      if (from >= to) {
        average(i, from, to);
      } else {
        interpolate(i, from, to);
      }
    }
  }

  /**
   * A part of an image in another size.
   *
   * @param left first column of the part
   * @param top first row of the part
   */
  static GrayImage resize(
      GrayImage image, int left, int top, int width, int height, int newWidth, int newHeight) {
    Resampling columns = new Resampling(width, newWidth);
    Resampling rows = new Resampling(height, newHeight);
    byte[] resized = new byte[newWidth * newHeight];
    // Down first: a line of the old width is all the memory it takes, whatever the shape.
    double[] line = new double[width];
    for (int y = 0; y < newHeight; y++) {
      Arrays.fill(line, 0);
      int from = (top + rows.first[y]) * image.width() + left;
      for (double weight : rows.weights[y]) {
        for (int x = 0; x < width; x++) {
          line[x] += weight * (image.pixels()[from + x] & 0xff);
        }
        from += image.width();
      }
      for (int x = 0; x < newWidth; x++) {
        double sum = 0;
        int at = columns.first[x];
        for (double weight : columns.weights[x]) {
          sum += weight * line[at++];
        }
        resized[y * newWidth + x] = (byte) Math.min(255, Math.round(sum));
      }
    }
    return new GrayImage(newWidth, newHeight, resized);
  }

  private void average(int i, int from, int to) {
    // In units of 1/to of an old pixel, so that the borders are exact.
    long begin = (long) i * from;
    long end = begin + from;
    int low = (int) (begin / to);
    int high = (int) ((end + to - 1) / to);
    first[i] = low;
    weights[i] = new double[high - low];
    for (int k = low; k < high; k++) {
      long overlap = Math.min(end, (k + 1L) * to) - Math.max(begin, (long) k * to);
      weights[i][k - low] = (double) overlap / from;
    }
  }

  private void interpolate(int i, int from, int to) {
    double centre = Math.max(0, Math.min(from - 1, (i + 0.5) * from / to - 0.5));
    int low = (int) centre;
    double share = centre - low;
    first[i] = low;
    weights[i] = share == 0 ? new double[] {1} : new double[] {1 - share, share};
  }
}
