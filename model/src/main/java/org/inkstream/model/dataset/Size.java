package org.inkstream.model.dataset;

import java.util.Comparator;

/**
 * The size of an image in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record Size(int width, int height) implements Comparable<Size> {

  /** The size that images are fitted to. */
  static final Size FIELD = new Size(28, 28);

  @Override
  public int compareTo(Size other) {
    return Comparator.comparingInt(Size::width).thenComparingInt(Size::height).compare(this, other);
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
