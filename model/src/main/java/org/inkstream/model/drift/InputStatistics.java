package org.inkstream.model.drift;

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

  private final int width;
  private final int height;
  private final Projection projection;
  private final Columns columns;
  private final double[] meanAlong;
  private final double squaredNormOfMean;
  private final float[] framed;
  private final float[] squares;
  private double squaredNorm;

  private InputStatistics(int width, int height, Projection projection, Columns columns) {
    this.width = width;
    this.height = height;
    this.projection = projection;
    this.columns = columns;
    this.meanAlong = projection.meanAlong();
    this.squaredNormOfMean = projection.squaredNormOfMean();
    this.framed = new float[(width + 2) * (height + 2)];
    this.squares = new float[width * height];
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

  /** Writes the statistics of one row, from index 0 on; finite for finite inputs. */
  void extract(ScoredRows rows, int row, double[] values) {
    columns.begin();
    float scale = (float) (1 / rows.inkScale());
    float offset = (float) rows.inkOffset();
    float[] inputs = rows.inputs();
    int pixel = row * rows.inputSize();
    for (int y = 0; y < height; y++) {
      int frame = (y + 1) * (width + 2) + 1;
      for (int x = 0; x < width; x++) {
        float ink = (inputs[pixel++] - offset) * scale;
        framed[frame + x] = ink;
        columns.next(y * width + x, ink);
      }
    }
    int inked = columns.count();
    int bright = 0;
    int left = width;
    int right = -1;
    squaredNorm = 0;
    for (int i = 0; i < inked; i++) {
      float number = columns.number(i);
      int x = columns.row(i) % width;
      bright += number > BRIGHT ? 1 : 0;
      left = Math.min(left, x);
      right = Math.max(right, x);
      squaredNorm += (double) number * number;
    }
    int lines = inked == 0 ? 0 : columns.row(inked - 1) / width - columns.row(0) / width + 1;
    float[] sums = columns.product();
    double pixels = width * height;
    int moment = projection.count();
    double ink = sums[moment];
    boolean seen = ink != 0;
    double x = seen ? sums[moment + 1] / ink : 0;
    double y = seen ? sums[moment + 2] / ink : 0;
    double mixed = seen ? sums[moment + 3] / ink - x * y : 0;
    double vertical = seen ? sums[moment + 4] / ink - y * y : 0;
    values[0] = ink / pixels;
    values[1] = 1 - inked / pixels;
    values[2] = bright / pixels;
    values[3] = roughness() / pixels;
    values[4] = x;
    values[5] = y;
    values[6] = vertical > 1e-6 ? mixed / vertical : 0;
    values[7] = inked == 0 ? 0 : (right - left + 1.0) * lines / pixels;
    values[8] = residual(sums) / pixels;
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

  /** Sum of the squares of the discrete Laplacian; beyond the border there is no ink. */
  private double roughness() {
    int line = width + 2;
    for (int y = 0; y < height; y++) {
      int frame = (y + 1) * line + 1;
      int to = y * width;
      for (int x = 0; x < width; x++) {
        int at = frame + x;
        float difference =
            4 * framed[at]
                - framed[at - 1]
                - framed[at + 1]
                - framed[at - line]
                - framed[at + line];
        squares[to + x] = difference * difference;
      }
    }
    return Sums.of(squares, 0, squares.length);
  }
}
