package org.inkstream.model.image;

/**
 * A grey image inside the encoder.
 *
 * @param pixels unsigned bytes, row by row, 0 is background; not copied
 */
record GrayImage(int width, int height, byte[] pixels) {

  GrayImage {
    if (pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          "%d pixels for %d x %d".formatted(pixels.length, width, height));
    }
  }
}
