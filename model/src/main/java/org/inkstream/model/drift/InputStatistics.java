package org.inkstream.model.drift;

import java.util.Arrays;
import java.util.List;

/**
 * Statistics of an image as the network sees it, in ink from 0 (background) to 1. Coordinates run
 * from -1 to 1 over the image. Has scratch memory; for one thread.
 */
final class InputStatistics {

  /** Names, in the order of {@link #extract}. */
  static final List<String> NAMES =
      List.of(
          "input.mean",
          "input.blank",
          "input.bright",
          "input.roughness",
          "input.centroidX",
          "input.centroidY",
          "input.slant",
          "input.area",
          "input.residual");

  private static final float BRIGHT = 0.5f;

  /** Moments beside the projection: ink, x, y, xy, yy, and the product with the mean. */
  private static final int MOMENTS = 6;

  /** Blank pixels after each line, and blank lines after the last: see {@link #roughness}. */
  private static final int FRAME = 2;

  private final int width;
  private final int height;
  private final Projection projection;
  private final Columns columns;
  private final double[] meanAlong;
  private final double squaredNormOfMean;

  /** Place of each pixel among lines that have two more pixels, which are blank. */
  private final int[] places;

  /** Column of each pixel; a table, because dividing takes longer. */
  private final int[] across;

  private final float[] ink;

  /** Which columns have ink. */
  private final boolean[] seen;

  /** The ink at its places, and two blank lines more. */
  private final float[] framed;

  private double squaredNorm;

  private InputStatistics(int width, int height, Projection projection, Columns columns) {
    this.width = width;
    this.height = height;
    this.projection = projection;
    this.columns = columns;
    this.meanAlong = projection.meanAlong();
    this.squaredNormOfMean = projection.squaredNormOfMean();
    int line = width + FRAME;
    this.places = new int[width * height];
    this.across = new int[width * height];
    for (int pixel = 0; pixel < places.length; pixel++) {
      places[pixel] = pixel / width * line + pixel % width;
      across[pixel] = pixel % width;
    }
    this.ink = new float[width * height];
    this.seen = new boolean[width];
    this.framed = new float[line * (height + FRAME)];
  }

  static InputStatistics of(int width, int height, Projection projection) {
    return new InputStatistics(width, height, projection, columns(width, height, projection));
  }

  private static Columns columns(int width, int height, Projection projection) {
    Columns columns = new Columns(width * height, projection.count() + MOMENTS);
    columns.set(projection);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = y * width + x;
        int column = projection.count();
        double across = (2 * x + 1.0) / width - 1;
        double down = (2 * y + 1.0) / height - 1;
        columns.set(row, column++, 1);
        columns.set(row, column++, across);
        columns.set(row, column++, down);
        columns.set(row, column++, across * down);
        columns.set(row, column++, down * down);
        columns.set(row, column, projection.mean()[row]);
      }
    }
    return columns;
  }

  /** Writes the statistics of one row; finite for finite inputs. */
  void extract(ScoredRows rows, int row, double[] values, int to) {
    rows.ink(row, ink);
    columns.take(ink, 0);
    Arrays.fill(framed, 0);
    Arrays.fill(seen, false);
    int inked = columns.count();
    int bright = 0;
    squaredNorm = 0;
    for (int i = 0; i < inked; i++) {
      float number = columns.number(i);
      int pixel = columns.row(i);
      framed[places[pixel]] = number;
      seen[across[pixel]] = true;
      bright += number > BRIGHT ? 1 : 0;
      squaredNorm += (double) number * number;
    }
    float[] sums = columns.product();
    double pixels = width * height;
    int moment = projection.count();
    double total = sums[moment];
    boolean any = total != 0;
    double x = any ? sums[moment + 1] / total : 0;
    double y = any ? sums[moment + 2] / total : 0;
    double mixed = any ? sums[moment + 3] / total - x * y : 0;
    double vertical = any ? sums[moment + 4] / total - y * y : 0;
    values[to] = total / pixels;
    values[to + 1] = 1 - inked / pixels;
    values[to + 2] = bright / pixels;
    values[to + 3] = roughness() / pixels;
    values[to + 4] = x;
    values[to + 5] = y;
    values[to + 6] = vertical > 1e-6 ? mixed / vertical : 0;
    values[to + 7] = box() / pixels;
    values[to + 8] = residual(sums) / pixels;
  }

  /** Pixels of the smallest upright box around the ink. */
  private double box() {
    int inked = columns.count();
    if (inked == 0) {
      return 0;
    }
    int left = 0;
    while (!seen[left]) {
      left++;
    }
    int right = width - 1;
    while (!seen[right]) {
      right--;
    }
    int lines = columns.row(inked - 1) / width - columns.row(0) / width + 1;
    return (right - left + 1.0) * lines;
  }

  /** Squared length of what the projection leaves of the image less the mean. */
  private double residual(float[] sums) {
    double productWithMean = sums[projection.count() + MOMENTS - 1];
    double left = squaredNorm - 2 * productWithMean + squaredNormOfMean;
    for (int k = 0; k < meanAlong.length; k++) {
      double along = sums[k] - meanAlong[k];
      left -= along * along;
    }
    return Math.max(0, left);
  }

  /**
   * Sum of the squares of the discrete Laplacian over the image; beyond the border there is no ink.
   *
   * <p>Over the whole plane it is the sum of ink times twice the Laplacian of the ink, which is 20
   * times the pixel, -8 times each neighbour, 2 times each across a corner and once each at
   * distance 2. That needs the inked pixels only, and of each pair only one. Of the plane beyond
   * the border, the pixels next to it have a Laplacian, which is the ink of the border.
   */
  private double roughness() {
    int line = width + FRAME;
    double sum = 0;
    int inked = columns.count();
    for (int i = 0; i < inked; i++) {
      int at = places[columns.row(i)];
      float beside = framed[at + 1] + framed[at + line];
      float corners = framed[at + line - 1] + framed[at + line + 1];
      float further = framed[at + 2] + framed[at + 2 * line];
      double number = columns.number(i);
      sum += number * (20 * number - 16 * beside + 4 * corners + 2 * further);
    }
    return Math.max(0, sum - squaredBorder());
  }

  private double squaredBorder() {
    double sum = 0;
    int last = (height - 1) * (width + FRAME);
    for (int x = 0; x < width; x++) {
      sum += square(framed[x]) + square(framed[last + x]);
    }
    for (int at = 0; at <= last; at += width + FRAME) {
      sum += square(framed[at]) + square(framed[at + width - 1]);
    }
    return sum;
  }

  private static double square(double ink) {
    return ink * ink;
  }
}
