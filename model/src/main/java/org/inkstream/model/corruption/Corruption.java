package org.inkstream.model.corruption;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Something that happens to every image of a stream, of any size. Immutable and safe for use by
 * many threads. {@code toString} gives the text it can be parsed from, {@link Fgsm} apart.
 */
public sealed interface Corruption permits Change, DropClass, OnlyClass, Fgsm, Sometimes {

  /**
   * A corruption from {@code KIND:AMOUNT}, such as {@code rotate:25}, or from {@code KIND} alone,
   * such as {@code fog}, if the kind has an amount of its own; {@link #forms()} are all. After an @
   * may follow to what share of the images it happens, such as {@code fog@0.5}.
   *
   * @throws IllegalArgumentException if the text is none; the message quotes it, and names what is
   *     allowed
   */
  static Corruption parse(String text) {
    return Kinds.parse(text);
  }

  /**
   * The same, where a class may be named by its label. A text that is both a label and a number is
   * the label.
   *
   * @param labels of the classes, by their numbers
   * @throws IllegalArgumentException as {@link #parse(String)}
   */
  static Corruption parse(String text, List<String> labels) {
    return parse(ClassNames.numbered(text, labels));
  }

  /**
   * Looks whether a text is a corruption of images with some labels.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}, if it is none whatever the labels
   */
  static void check(String text) {
    parse(ClassNames.anyNumber(text, Kinds::isOne));
  }

  /** How corruptions are written, one for each kind: {@code noise:SIGMA} and so on. */
  static List<String> forms() {
    return Kinds.ALL.stream().map(Kind::form).toList();
  }

  /**
   * The 15 kinds of MNIST-C (Mu and Gilmer 2019, arXiv 1906.02337) by name, in the order of the
   * paper, each with the amount that its name alone means. Drawn anew from their descriptions: the
   * pixels are not those of the published set.
   */
  static Map<String, Corruption> mnistC() {
    return Suites.mnistC();
  }

  /**
   * Nine of the ten shifts of "Failing Loudly" (Rabanser, Günnemann and Lipton 2019, arXiv
   * 1810.11953) by name, each as what happens to an image, in order. The tenth is {@link Fgsm},
   * which needs a network. Where two are combined, the paper varies the share of the second and
   * fixes the other: a medium image shift of half of the images before the knock-out of class 0,
   * and nothing but class 0 before the medium image shift.
   *
   * @param share of the images to which the shift happens, of class 0 for the knock-out: 0.1, 0.5
   *     and 1 in the paper
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  static Map<String, List<Corruption>> failingLoudly(double share) {
    return Suites.failingLoudly(share);
  }

  /** The class that it speaks of, by its number, if it speaks of one. */
  default OptionalInt speaksOf() {
    return OptionalInt.empty();
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
   * This one for a share of the images, chosen by chance.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  default Corruption sometimes(double share) {
    return share == 1 ? this : new Sometimes(this, share);
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
