package org.inkstream.model.image;

/** The value of an image between its pixels. */
final class Bilinear {

  private Bilinear() {}

  static void checkSize(int pixels, int width, int height) {
    if (width < 1 || height < 1 || pixels != (long) width * height) {
      throw new IllegalArgumentException("%d pixels for %d x %d".formatted(pixels, width, height));
    }
  }

  /** Interpolated from the four pixels around a point; outside the image all is 0. */
  static float at(float[] pixels, int width, int height, float x, float y) {
    if (!(x > -1 && y > -1 && x < width && y < height)) {
      return 0;
    }
    // Rounds down, also between -1 and 0.
    int left = (int) (x + 1) - 1;
    int top = (int) (y + 1) - 1;
    float right = x - left;
    float down = y - top;
    int i = top * width + left;
    if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
      float upper = pixels[i] + right * (pixels[i + 1] - pixels[i]);
      float lower = pixels[i + width] + right * (pixels[i + width + 1] - pixels[i + width]);
      return upper + down * (lower - upper);
    }
    float upper = 0;
    float lower = 0;
    if (left >= 0 && left < width) {
      upper += (1 - right) * pixel(pixels, width, height, left, top);
      lower += (1 - right) * pixel(pixels, width, height, left, top + 1);
    }
    if (left + 1 < width) {
      upper += right * pixel(pixels, width, height, left + 1, top);
      lower += right * pixel(pixels, width, height, left + 1, top + 1);
    }
    return upper + down * (lower - upper);
  }

  private static float pixel(float[] pixels, int width, int height, int x, int y) {
    return y < 0 || y >= height ? 0 : pixels[y * width + x];
  }
}
