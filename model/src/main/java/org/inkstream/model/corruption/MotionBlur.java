package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * The camera moves while it looks: every pixel is the average along a line. The direction of the
 * line is drawn for each image, at most 45 degrees from the horizontal. Beyond the image's border
 * the border goes on.
 *
 * @param length pixels on the line, at least 1, which changes nothing
 */
record MotionBlur(double length) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double angle = (2 * random.nextDouble() - 1) * Math.PI / 4;
    return along(pixels, width, height, angle);
  }

  byte[] along(byte[] pixels, int width, int height, double angle) {
    Plane plane = Plane.of(pixels, width, height);
    int samples = (int) Math.ceil(length);
    double step = samples == 1 ? 0 : (length - 1) / (samples - 1);
    double stepX = step * StrictMath.cos(angle);
    double stepY = step * StrictMath.sin(angle);
    byte[] blurred = new byte[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int i = 0; i < samples; i++) {
          double from = i - (samples - 1) / 2.0;
          sum += plane.between(x + from * stepX, y + from * stepY);
        }
        blurred[y * width + x] = Plane.pixel(sum / samples);
      }
    }
    return blurred;
  }

  @Override
  public String toString() {
    return "motion-blur:" + Amounts.text(length);
  }
}
