package org.inkstream.model.corruption;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Images for tests, and what is counted in them. */
final class Grey {

  private Grey() {}

  static byte[] of(int... pixels) {
    byte[] image = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      image[i] = (byte) pixels[i];
    }
    return image;
  }

  static byte[] even(int count, int level) {
    byte[] image = new byte[count];
    Arrays.fill(image, (byte) level);
    return image;
  }

  static byte[] noise(int count, long seed) {
    byte[] image = new byte[count];
    new SplittableRandom(seed).nextBytes(image);
    return image;
  }

  /** An image that its corruption does not lose. */
  static byte[] corrupted(String text, byte[] image, int width, int height, long seed) {
    return Corruption.parse(text)
        .apply(image, width, height, 0, new SplittableRandom(seed))
        .orElseThrow();
  }

  /** Pixels of one level. */
  static int count(byte[] image, int level) {
    int count = 0;
    for (byte pixel : image) {
      count += (pixel & 0xff) == level ? 1 : 0;
    }
    return count;
  }

  static double mean(byte[] image) {
    double sum = 0;
    for (byte pixel : image) {
      sum += pixel & 0xff;
    }
    return sum / image.length;
  }

  static double deviation(byte[] image) {
    double mean = mean(image);
    double squares = 0;
    for (byte pixel : image) {
      squares += Math.pow((pixel & 0xff) - mean, 2);
    }
    return Math.sqrt(squares / image.length);
  }
}
