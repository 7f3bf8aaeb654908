package org.inkstream.model.corruption;

import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An image made to be misread: every pixel moved by as much in the direction in which a network's
 * loss grows. The fast gradient sign method of Goodfellow, Shlens and Szegedy, "Explaining and
 * Harnessing Adversarial Examples" (2015, arXiv 1412.6572). It knows the network by its slope only,
 * and {@link Corruption#parse} does not make it.
 *
 * @param epsilon grey levels, 0 to 255; what leaves the range of a pixel is cut
 * @param slope of the network's loss
 */
public record Fgsm(double epsilon, Slope slope) implements Corruption {

  /** How it is written. */
  public static final String FORM = "fgsm:EPSILON";

  static final String NAME = "fgsm";

  /** How steeply a network's loss grows with each pixel. Safe for use by many threads. */
  @FunctionalInterface
  public interface Slope {

    /**
     * The gradient of the loss at an image; only its signs are used.
     *
     * @param pixels unsigned bytes, width x height, row by row; left as they are
     * @param label the image's true class
     * @return width x height numbers, row by row
     */
    float[] at(byte[] pixels, int width, int height, int label);
  }

  /** Checks the range. */
  public Fgsm {
    if (!(epsilon >= 0 && epsilon <= 255)) {
      throw new IllegalArgumentException("epsilon " + epsilon + " is not from 0 to 255");
    }
    Objects.requireNonNull(slope, "slope");
  }

  /** Whether a text is meant to be one, well or badly written. */
  public static boolean isNamedIn(String text) {
    return kind(null).isNamedIn(text.strip());
  }

  /**
   * One from {@value #FORM}, which may be followed by an @ and to what share of the images it
   * happens.
   *
   * @throws IllegalArgumentException if the text is none; the message quotes it, and names what is
   *     allowed
   */
  public static Corruption parse(String text, Slope slope) {
    return kind(slope).parse(text.strip());
  }

  private static Kind kind(Slope slope) {
    return Kind.number(NAME, "EPSILON", 0, 255, epsilon -> new Fgsm(epsilon, slope));
  }

  @Override
  public Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    float[] gradient = slope.at(pixels, width, height, label);
    byte[] moved = new byte[pixels.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = Plane.pixel((pixels[i] & 0xff) + epsilon * Math.signum(gradient[i]));
    }
    return Optional.of(moved);
  }

  @Override
  public String toString() {
    return NAME + ":" + Amounts.text(epsilon);
  }
}
