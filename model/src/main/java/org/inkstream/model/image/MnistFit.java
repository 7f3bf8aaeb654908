package org.inkstream.model.image;

/**
 * Makes an image into one like MNIST's: cropped to its ink, scaled with its proportions kept into a
 * box of 20/28 of the field, and moved so that its centre of mass is in the middle.
 *
 * <p>The middle is pixel 14 of 28, not 13.5: in all 10,000 images of the t10k file the centre of
 * mass lies in [13.5, 14.5) both ways. With that, a digit of MNIST's, wherever it stands in a
 * larger image, comes out as it is in MNIST.
 */
final class MnistFit {

  private final int width;
  private final int height;
  private final int boxWidth;
  private final int boxHeight;

  MnistFit(int width, int height) {
    this.width = width;
    this.height = height;
    this.boxWidth = Math.max(1, Math.round(width * 20f / 28f));
    this.boxHeight = Math.max(1, Math.round(height * 20f / 28f));
  }

  /**
   * The image in the size of the field; all background if it has no ink.
   *
   * @param ink lowest value of a pixel that counts as ink when cropping, at least 1
   */
  GrayImage apply(GrayImage image, int ink) {
    byte[] pixels = image.pixels();
    int left = image.width();
    int right = -1;
    int top = image.height();
    int bottom = -1;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width();
      for (int x = 0; x < image.width(); x++) {
        if ((pixels[row + x] & 0xff) >= ink) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      return new GrayImage(width, height, new byte[width * height]);
    }
    int inkWidth = right - left + 1;
    int inkHeight = bottom - top + 1;
    double factor = Math.min((double) boxWidth / inkWidth, (double) boxHeight / inkHeight);
    return centred(
        Resampling.resize(
            image,
            left,
            top,
            inkWidth,
            inkHeight,
            Math.max(1, (int) Math.round(inkWidth * factor)),
            Math.max(1, (int) Math.round(inkHeight * factor))));
  }

  private GrayImage centred(GrayImage box) {
    long mass = 0;
    long momentX = 0;
    long momentY = 0;
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        int pixel = box.pixels()[y * box.width() + x] & 0xff;
        mass += pixel;
        momentX += (long) pixel * x;
        momentY += (long) pixel * y;
      }
    }
    // Very faint, large images can average to nothing.
    int left = mass == 0 ? 0 : place(width, box.width(), (double) momentX / mass);
    int top = mass == 0 ? 0 : place(height, box.height(), (double) momentY / mass);
    byte[] field = new byte[width * height];
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(box.pixels(), y * box.width(), field, (top + y) * width + left, box.width());
    }
    return new GrayImage(width, height, field);
  }

  /** Where the box begins: its centre of mass within half a pixel of size / 2, and no ink lost. */
  private static int place(int size, int box, double centreOfMass) {
    int ideal = (int) Math.ceil(size / 2.0 - centreOfMass - 0.5);
    return Math.max(0, Math.min(size - box, ideal));
  }
}
