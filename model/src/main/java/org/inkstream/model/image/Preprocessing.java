package org.inkstream.model.image;

import java.util.Objects;

/**
 * How images become a network's input; part of every bundle. The value of a pixel is {@code pixel x
 * scale + offset}, where pixel is 0 (background) to 255 (full ink).
 *
 * @param width width of the network's field in pixels, 1 to 2048
 * @param height height of the network's field in pixels, 1 to 2048
 * @param fit what is done to images of another size
 * @param scale factor, finite and not 0
 * @param offset added after scaling, finite
 * @param pixels what each pixel is then compared with; null if nothing is
 */
public record Preprocessing(
    int width, int height, Fit fit, double scale, double offset, PixelNorm pixels) {

  private static final int MAX_SIDE = 2048;
  private static final int FULL_INK = 255;

  /** What is done to images that do not have the network's size; those that have it are kept. */
  public enum Fit {
    /**
     * As NIST's digits were made into MNIST: cropped to the ink, scaled with its proportions kept
     * into the middle 20/28 of the field, and moved so that the centre of mass is in the middle.
     */
    MNIST,
    /** Scaled to the field, each side by itself. */
    STRETCH
  }

  /** Checks the ranges. */
  public Preprocessing {
    Objects.requireNonNull(fit, "fit");
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "field of %d x %d, sides must be 1 to %d".formatted(width, height, MAX_SIDE));
    }
    if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "scale %s, offset %s: both must be finite, scale not 0".formatted(scale, offset));
    }
    if (pixels != null && pixels.size() != width * height) {
      throw new IllegalArgumentException(
          "means of %d pixels for %d x %d".formatted(pixels.size(), width, height));
    }
  }

  /** All pixels alike. */
  public Preprocessing(int width, int height, Fit fit, double scale, double offset) {
    this(width, height, fit, scale, offset, null);
  }

  /** The same field and fit, and nothing but ink from 0 to 1. */
  public Preprocessing ink() {
    return new Preprocessing(width, height, fit, 1.0 / FULL_INK, 0);
  }

  /** Numbers in one encoded image: width x height. */
  public int inputSize() {
    return width * height;
  }

  /** What ink from 0 to 1 is multiplied by: {@code input = ink x inkScale + offset}. */
  public double inkScale() {
    return scale * FULL_INK;
  }
}
