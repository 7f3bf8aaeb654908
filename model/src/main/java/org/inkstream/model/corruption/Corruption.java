package org.inkstream.model.corruption;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Something that happens to every image of a stream. Immutable and safe for use by many threads.
 * {@code toString} gives the text it can be parsed from.
 */
public sealed interface Corruption
    permits Rotation, Translation, Scaling, Noise, Inversion, Blur, DropClass {

  /**
   * A corruption from {@code KIND:AMOUNT}, such as {@code rotate:25}; {@link #forms()} are all.
   *
   * @throws IllegalArgumentException if the text is none; the message quotes it, and names what is
   *     allowed
   */
  static Corruption parse(String text) {
    return Kind.parse(text);
  }

  /** How corruptions are written, one for each kind: {@code rotate:DEGREES} and so on. */
  static List<String> forms() {
    return Kind.forms();
  }

  /**
   * Applies corruptions one after the other.
   *
   * @param label class of the image
   * @param pixels unsigned bytes, width x height, row by row; left as they are
   * @param random where chance comes from; its state alone decides
   * @return the changed image, of the same size, or the array given if nothing changes it; empty if
   *     the stream loses it
   */
  static Optional<byte[]> applyAll(
      List<Corruption> corruptions,
      byte[] pixels,
      int width,
      int height,
      int label,
      RandomGenerator random) {
    Optional<byte[]> image = Optional.of(pixels);
    for (Corruption corruption : corruptions) {
      image = corruption.apply(image.get(), width, height, label, random);
      if (image.isEmpty()) {
        return image;
      }
    }
    return image;
  }

  /**
   * Applies this one to an image.
   *
   * @param label class of the image
   * @param pixels unsigned bytes, width x height, row by row; left as they are
   * @param random where chance comes from; its state alone decides
   * @return the changed image, of the same size; empty if the stream loses it
   */
  Optional<byte[]> apply(byte[] pixels, int width, int height, int label, RandomGenerator random);
}
