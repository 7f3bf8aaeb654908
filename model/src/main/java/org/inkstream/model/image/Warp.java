package org.inkstream.model.image;

import java.util.random.RandomGenerator;

/**
 * Changes an image a little, as another hand might have drawn it: turned, scaled, slanted and moved
 * by random amounts and bent by random displacements on a coarse grid, all in one sampling. The
 * amounts are ranges: each is drawn evenly from minus to plus itself. Immutable and safe for use by
 * many threads, each with its own random generator.
 *
 * <p>After the elastic distortions of Simard, Steinkraus and Platt, "Best Practices for
 * Convolutional Neural Networks Applied to Visual Document Analysis" (2003), with smooth
 * interpolation between few grid points in place of a Gaussian filter over all pixels.
 *
 * @param rotationDegrees largest turn in degrees
 * @param scale largest logarithm of the factor of each side, which are drawn one by one
 * @param shear largest shift of a column for each row
 * @param shift largest shift in pixels, drawn for columns and rows
 * @param elastic standard deviation of the grid's displacements in pixels
 */
public record Warp(
    double rotationDegrees, double scale, double shear, double shift, double elastic) {

  /** What handwriting of MNIST's size bears and remains readable. */
  public static final Warp LIGHT = new Warp(10, 0.1, 0.1, 1.2, 0.8);

  /** Points of the elastic grid along each side. */
  private static final int GRID = 5;

  /** Checks that every range is finite and not negative. */
  public Warp {
    for (double range : new double[] {rotationDegrees, scale, shear, shift, elastic}) {
      if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("range " + range + " is not finite or is negative");
      }
    }
  }

  /**
   * Writes a changed image. What lies outside the source counts as 0, which should be its
   * background. The same state of the generator gives the same image.
   *
   * @param source width x height numbers, row by row; left as they are; not the target
   * @param target receives width x height numbers
   * @param offset where they begin in the target
   * @param random advanced by as many draws for every image
   * @throws IllegalArgumentException if the source has not width x height numbers
   * @throws IndexOutOfBoundsException if the target is too short
   */
  public void apply(
      float[] source, int width, int height, float[] target, int offset, RandomGenerator random) {
    Bilinear.checkSize(source.length, width, height);
    Affine affine = draw(random);
    float[] gridX = displacements(random);
    float[] gridY = displacements(random);
    int[] cell = new int[width];
    float[] share = new float[width];
    for (int x = 0; x < width; x++) {
      float at = x * gridStep(width);
      cell[x] = Math.min((int) at, GRID - 2);
      share[x] = smooth(at - cell[x]);
    }
    float middleX = (width - 1) / 2f;
    float middleY = (height - 1) / 2f;
    float perColumnX = (float) affine.xx();
    float perColumnY = (float) affine.yx();
    float[] bendX = new float[GRID];
    float[] bendY = new float[GRID];
    int to = offset;
    for (int y = 0; y < height; y++) {
      bend(gridX, y, height, bendX);
      bend(gridY, y, height, bendY);
      float rowX = (float) (affine.xy() * (y - middleY) + affine.dx()) + middleX;
      float rowY = (float) (affine.yy() * (y - middleY) + affine.dy()) + middleY;
      for (int x = 0; x < width; x++) {
        int k = cell[x];
        float atX = bendX[k] + share[x] * (bendX[k + 1] - bendX[k]);
        float atY = bendY[k] + share[x] * (bendY[k + 1] - bendY[k]);
        float column = perColumnX * (x - middleX) + rowX + atX;
        float row = perColumnY * (x - middleX) + rowY + atY;
        target[to++] = Bilinear.at(source, width, height, column, row);
      }
    }
  }

  private Affine draw(RandomGenerator random) {
    double angle = StrictMath.toRadians(evenly(random, rotationDegrees));
    double scaleX = StrictMath.exp(evenly(random, scale));
    double scaleY = StrictMath.exp(evenly(random, scale));
    double slant = evenly(random, shear);
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    return new Affine(
        cosine * scaleX,
        slant - sine * scaleY,
        sine * scaleX,
        cosine * scaleY,
        evenly(random, shift),
        evenly(random, shift));
  }

  private static double evenly(RandomGenerator random, double range) {
    return (2 * random.nextDouble() - 1) * range;
  }

  private float[] displacements(RandomGenerator random) {
    float[] grid = new float[GRID * GRID];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) (elastic * random.nextGaussian());
    }
    return grid;
  }

  /** The grid's displacements at one row of the image. */
  private static void bend(float[] grid, int y, int height, float[] line) {
    float at = y * gridStep(height);
    int cell = Math.min((int) at, GRID - 2);
    float share = smooth(at - cell);
    for (int k = 0; k < GRID; k++) {
      float above = grid[cell * GRID + k];
      float below = grid[(cell + 1) * GRID + k];
      line[k] = above + share * (below - above);
    }
  }

  /** Grid cells for each pixel. */
  private static float gridStep(int pixels) {
    return (GRID - 1f) / Math.max(1, pixels - 1);
  }

  /** Between two grid points: level at both, so that there is no kink. */
  private static float smooth(float share) {
    return share * share * (3 - 2 * share);
  }
}
