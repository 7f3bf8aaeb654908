package org.inkstream.model.image;

/**
 * What the structure of an image file says before any pixel is decoded.
 *
 * @param width width in the header; -1 if the file is damaged before that is known
 * @param height height in the header; -1 if the file is damaged before that is known
 * @param damage what is wrong with the file, in a few words; null if nothing is
 */
record FileScan(long width, long height, String damage) {

  static FileScan sound(long width, long height) {
    return new FileScan(width, height, null);
  }

  boolean hasSize() {
    return width >= 0;
  }
}
