package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * Clouds made by midpoint displacement (Fournier, Fussell and Carpenter, "Computer Rendering of
 * Stochastic Models", 1982), the diamond-square algorithm: the middle of each square and then of
 * each edge is the average of the four points around it and a displacement, half as large for each
 * halving of the squares. The plane goes on at the other side, so that it has no border.
 */
final class Plasma {

  private final int size;
  private final double[] heights;

  private Plasma(int size) {
    this.size = size;
    this.heights = new double[size * size];
  }

  /** A square of at least this side whose lowest point is 0 and whose highest is 1. */
  static Plasma draw(int side, RandomGenerator random) {
    int size = 2;
    while (size < side) {
      size *= 2;
    }
    Plasma plasma = new Plasma(size);
    double range = 1;
    for (int step = size; step > 1; step /= 2) {
      plasma.refine(step, range, random);
      range /= 2;
    }
    plasma.stretch();
    return plasma;
  }

  double at(int x, int y) {
    return heights[y * size + x];
  }

  private void refine(int step, double range, RandomGenerator random) {
    int half = step / 2;
    for (int y = half; y < size; y += step) {
      for (int x = half; x < size; x += step) {
        double corners =
            wrapped(x - half, y - half)
                + wrapped(x + half, y - half)
                + wrapped(x - half, y + half)
                + wrapped(x + half, y + half);
        heights[y * size + x] = corners / 4 + displacement(range, random);
      }
    }
    for (int y = 0; y < size; y += half) {
      for (int x = (y / half + 1) % 2 * half; x < size; x += step) {
        double around =
            wrapped(x - half, y)
                + wrapped(x + half, y)
                + wrapped(x, y - half)
                + wrapped(x, y + half);
        heights[y * size + x] = around / 4 + displacement(range, random);
      }
    }
  }

  private static double displacement(double range, RandomGenerator random) {
    return (2 * random.nextDouble() - 1) * range;
  }

  // The size is a power of two.
  private double wrapped(int x, int y) {
    return heights[(y & size - 1) * size + (x & size - 1)];
  }

  private void stretch() {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (double height : heights) {
      lowest = Math.min(lowest, height);
      highest = Math.max(highest, height);
    }
    double range = highest - lowest;
    for (int i = 0; i < heights.length; i++) {
      heights[i] = range == 0 ? 0 : (heights[i] - lowest) / range;
    }
  }
}
