package org.inkstream.model.idx;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Grey images of one size with their labels.
 *
 * <p>The arrays are not copied: a training set is tens of megabytes. Whoever makes a set gives them
 * away, and whoever reads them leaves them as they are; under that condition a set is safe for use
 * by many threads.
 *
 * @param width width of every image in pixels, at least 1
 * @param height height of every image in pixels, at least 1
 * @param pixels unsigned bytes, count x height x width, row by row; 0 is background, 255 full ink
 * @param labels class index of each image, not negative
 */
public record ImageSet(int width, int height, byte[] pixels, int[] labels) {

  /** Checks that the arrays fit each other. */
  public ImageSet {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("images of " + width + " x " + height + " pixels");
    }
    if (pixels.length != (long) labels.length * width * height) {
      throw new IllegalArgumentException(
          "%d pixels for %d images of %d x %d"
              .formatted(pixels.length, labels.length, width, height));
    }
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("label " + label);
      }
    }
  }

  /**
   * Most pixels of a set that is read from files: a third of the heap, because reading needs them
   * twice for a moment, and 1 GiB at most.
   */
  public static long mostPixels() {
    return Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 3);
  }

  /** Number of images. */
  public int count() {
    return labels.length;
  }

  /** The highest label plus one; 0 for an empty set. */
  public int classes() {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  /**
   * A copy of the pixels of one image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public byte[] image(int i) {
    int size = width * height;
    int from = Objects.checkIndex(i, count()) * size;
    return Arrays.copyOfRange(pixels, from, from + size);
  }

  /**
   * The label of one image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public int label(int i) {
    return labels[i];
  }

  /**
   * A set of the chosen images, in the order given; an index may occur more than once.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public ImageSet select(int[] indices) {
    int size = width * height;
    byte[] chosen = new byte[Math.multiplyExact(indices.length, size)];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      int index = Objects.checkIndex(indices[i], count());
      System.arraycopy(pixels, index * size, chosen, i * size, size);
      chosenLabels[i] = labels[index];
    }
    return new ImageSet(width, height, chosen, chosenLabels);
  }

  /**
   * A set of these images and then those of another.
   *
   * @throws IllegalArgumentException if they are not of the same size
   */
  public ImageSet and(ImageSet other) {
    if (width != other.width || height != other.height) {
      throw new IllegalArgumentException("cannot merge " + this + " and " + other);
    }
    byte[] both = Arrays.copyOf(pixels, Math.addExact(pixels.length, other.pixels.length));
    System.arraycopy(other.pixels, 0, both, pixels.length, other.pixels.length);
    int[] bothLabels = Arrays.copyOf(labels, count() + other.count());
    System.arraycopy(other.labels, 0, bothLabels, count(), other.count());
    return new ImageSet(width, height, both, bothLabels);
  }

  /**
   * SHA-256 in lower-case hex over width, height and count as big-endian 32-bit numbers, the
   * pixels, and the labels as big-endian 32-bit numbers: two sets with the same digest are equal.
   */
  public String digest() {
    MessageDigest digest = IdxFile.newDigest();
    digest.update(
        ByteBuffer.allocate(3 * Integer.BYTES)
            .putInt(width)
            .putInt(height)
            .putInt(count())
            .array());
    digest.update(pixels);
    ByteBuffer encoded = ByteBuffer.allocate(labels.length * Integer.BYTES);
    encoded.asIntBuffer().put(labels);
    digest.update(encoded.array());
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageSet set
        && width == set.width
        && height == set.height
        && Arrays.equals(labels, set.labels)
        && Arrays.equals(pixels, set.pixels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, Arrays.hashCode(labels), Arrays.hashCode(pixels));
  }

  @Override
  public String toString() {
    return "%d images of %d x %d, %d classes".formatted(count(), width, height, classes());
  }
}
