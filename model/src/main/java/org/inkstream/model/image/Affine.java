package org.inkstream.model.image;

/**
 * Where each pixel of a changed image comes from: a point (x, y) of the new image, counted from its
 * middle, shows what stood at (xx x + xy y + dx, yx x + yy y + dy), counted from the middle of the
 * old one. Columns count to the right and rows down. Immutable.
 *
 * @param xx column for each column
 * @param xy column for each row
 * @param yx row for each column
 * @param yy row for each row
 * @param dx added to the column, in pixels
 * @param dy added to the row, in pixels
 */
public record Affine(double xx, double xy, double yx, double yy, double dx, double dy) {

  /** Checks that every number is finite. */
  public Affine {
    if (!Double.isFinite(xx + xy + yx + yy + dx + dy)) {
      throw new IllegalArgumentException(
          "not finite: %s %s %s %s %s %s".formatted(xx, xy, yx, yy, dx, dy));
    }
  }

  /** Turns an image clockwise about its middle. */
  public static Affine rotation(double degrees) {
    double angle = StrictMath.toRadians(degrees);
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    return new Affine(cosine, sine, -sine, cosine, 0, 0);
  }

  /** Moves an image to the right and down, by pixels. */
  public static Affine translation(double right, double down) {
    return new Affine(1, 0, 0, 1, -right, -down);
  }

  /**
   * Makes what is in an image larger about its middle, or smaller with a factor below 1.
   *
   * @throws IllegalArgumentException if the factor is not above 0
   */
  public static Affine scaling(double factor) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("factor " + factor + " is not above 0");
    }
    return new Affine(1 / factor, 0, 0, 1 / factor, 0, 0);
  }

  /**
   * The changed image, interpolated bilinearly; what lies outside the old one is 0. An image made
   * much smaller is not averaged.
   *
   * @param pixels unsigned bytes, width x height, row by row; left as they are
   * @throws IllegalArgumentException if there are not width x height pixels
   */
  public byte[] apply(byte[] pixels, int width, int height) {
    Bilinear.checkSize(pixels.length, width, height);
    float[] source = new float[pixels.length];
    for (int i = 0; i < source.length; i++) {
      source[i] = pixels[i] & 0xff;
    }
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    byte[] changed = new byte[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double column = xx * (x - middleX) + xy * (y - middleY) + dx + middleX;
        double row = yx * (x - middleX) + yy * (y - middleY) + dy + middleY;
        changed[y * width + x] =
            (byte) Math.round(Bilinear.at(source, width, height, (float) column, (float) row));
      }
    }
    return changed;
  }
}
