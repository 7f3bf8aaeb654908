package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/** Draws round strokes of full ink over an image, with smooth edges. */
final class Pen {

  private final byte[] pixels;
  private final int width;
  private final int height;
  private final double radius;

  /**
   * A pen for an image.
   *
   * @param pixels drawn on
   * @param radius half of a stroke's width
   */
  Pen(byte[] pixels, int width, int height, double radius) {
    this.pixels = pixels;
    this.width = width;
    this.height = height;
    this.radius = radius;
  }

  /** What is one pixel in an image of MNIST's size: the smaller side by 28, at least 1. */
  static double unit(int width, int height) {
    return Math.max(1, Math.min(width, height) / 28.0);
  }

  /** Draws a straight stroke; a dot if its ends are the same. */
  void stroke(double fromX, double fromY, double toX, double toY) {
    int left = (int) Math.max(0, Math.floor(Math.min(fromX, toX) - radius));
    int right = (int) Math.min(width - 1, Math.ceil(Math.max(fromX, toX) + radius));
    int top = (int) Math.max(0, Math.floor(Math.min(fromY, toY) - radius));
    int bottom = (int) Math.min(height - 1, Math.ceil(Math.max(fromY, toY) + radius));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double inside = radius + 0.5 - distance(x, y, fromX, fromY, toX, toY);
        int ink = Plane.pixel(255 * Math.min(1, inside)) & 0xff;
        pixels[y * width + x] = (byte) Math.max(ink, pixels[y * width + x] & 0xff);
      }
    }
  }

  private static double distance(
      double x, double y, double fromX, double fromY, double toX, double toY) {
    double alongX = toX - fromX;
    double alongY = toY - fromY;
    double square = alongX * alongX + alongY * alongY;
    double share = square == 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / square;
    double nearest = Math.max(0, Math.min(1, share));
    double awayX = x - fromX - nearest * alongX;
    double awayY = y - fromY - nearest * alongY;
    return Math.sqrt(awayX * awayX + awayY * awayY);
  }

  /**
   * A straight way across an image, from its left border to its right, or from its upper to its
   * lower, between heights that are drawn evenly.
   */
  record Way(double x, double y, double toX, double toY) {

    static Way draw(int width, int height, RandomGenerator random) {
      boolean upright = random.nextBoolean();
      double from = random.nextDouble();
      double to = random.nextDouble();
      return upright
          ? new Way(from * (width - 1), 0, to * (width - 1), height - 1)
          : new Way(0, from * (height - 1), width - 1, to * (height - 1));
    }

    double length() {
      return Math.sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y));
    }

    /** The column at a share of the way, moved to the way's right by an amount. */
    double column(double share, double aside) {
      return x + share * (toX - x) - (length() == 0 ? 0 : aside * (toY - y) / length());
    }

    /** The row there. */
    double row(double share, double aside) {
      return y + share * (toY - y) + (length() == 0 ? 0 : aside * (toX - x) / length());
    }
  }
}
