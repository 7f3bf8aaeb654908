package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * A form's dotted lines run across the image, each straight from one side to the opposite one. The
 * dots grow with the image.
 *
 * @param lines how many
 */
record DottedLine(int lines) implements Change {

  /** In an image of 28 pixels. */
  private static final double RADIUS = 0.75;

  private static final double SPACING = 2.5;

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double unit = Pen.unit(width, height);
    byte[] drawn = pixels.clone();
    Pen pen = new Pen(drawn, width, height, RADIUS * unit);
    for (int line = 0; line < lines; line++) {
      Pen.Way way = Pen.Way.draw(width, height, random);
      int gaps = (int) Math.round(way.length() / (SPACING * unit));
      for (int i = 0; i <= gaps; i++) {
        double share = gaps == 0 ? 0 : (double) i / gaps;
        double x = way.column(share, 0);
        double y = way.row(share, 0);
        pen.stroke(x, y, x, y);
      }
    }
    return drawn;
  }

  @Override
  public String toString() {
    return "dotted-line:" + lines;
  }
}
