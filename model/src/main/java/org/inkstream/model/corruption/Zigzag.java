package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Lines with teeth run across the image, each from one side to the opposite one, as of a pen that
 * is tried out. The teeth grow with the image.
 *
 * @param lines how many
 */
record Zigzag(int lines) implements Change {

  /** In an image of 28 pixels. */
  private static final double RADIUS = 0.6;

  private static final double TOOTH = 2;

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double unit = Pen.unit(width, height);
    byte[] drawn = pixels.clone();
    Pen pen = new Pen(drawn, width, height, RADIUS * unit);
    for (int line = 0; line < lines; line++) {
      draw(pen, Pen.Way.draw(width, height, random), TOOTH * unit);
    }
    return drawn;
  }

  static void draw(Pen pen, Pen.Way way, double tooth) {
    int teeth = (int) Math.max(1, Math.round(way.length() / tooth));
    for (int i = 0; i < teeth; i++) {
      double side = i % 2 == 0 ? tooth : -tooth;
      double from = (double) i / teeth;
      double to = (double) (i + 1) / teeth;
      pen.stroke(
          way.column(from, side), way.row(from, side), way.column(to, -side), way.row(to, -side));
    }
  }

  @Override
  public String toString() {
    return "zigzag:" + lines;
  }
}
