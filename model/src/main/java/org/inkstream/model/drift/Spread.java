package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * A distribution known by its counts in bins and by its extremes: within a bin the mass is taken as
 * uniform, and the outer bins end at the extremes. Immutable.
 */
final class Spread {

  private final double[] bounds;
  private final double[] shares;

  private Spread(double[] bounds, double[] shares) {
    this.bounds = bounds;
    this.shares = shares;
  }

  /**
   * @param edges K - 1 edges, not falling
   * @param counts events in each of the K bins, at least one event in all
   * @param least the smallest value
   * @param largest the largest value
   */
  static Spread of(double[] edges, long[] counts, double least, double largest) {
    double[] bounds = new double[edges.length + 2];
    bounds[0] = edges.length == 0 ? least : Math.min(least, edges[0]);
    System.arraycopy(edges, 0, bounds, 1, edges.length);
    bounds[bounds.length - 1] =
        edges.length == 0 ? largest : Math.max(largest, edges[edges.length - 1]);
    double total = Arrays.stream(counts).sum();
    double[] shares = Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
    return new Spread(bounds, shares);
  }

  /**
   * The value that a share of the distribution does not exceed.
   *
   * @param level 0 to 1
   */
  double quantile(double level) {
    double below = 0;
    double last = bounds[0];
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] > 0) {
        if (below + shares[k] >= level) {
          double within = Math.max(0, Math.min(1, (level - below) / shares[k]));
          return bounds[k] + within * (bounds[k + 1] - bounds[k]);
        }
        last = bounds[k + 1];
      }
      below += shares[k];
    }
    // Rounded shares may sum to a little less than 1.
    return last;
  }

  /** Wasserstein-1 distance: the area between the two cumulative distributions. */
  double distance(Spread other) {
    double[] points = new double[bounds.length + other.bounds.length];
    System.arraycopy(bounds, 0, points, 0, bounds.length);
    System.arraycopy(other.bounds, 0, points, bounds.length, other.bounds.length);
    Arrays.sort(points);
    double area = 0;
    for (int i = 1; i < points.length; i++) {
      double from = points[i - 1];
      double to = points[i];
      if (to > from) {
        // Both are straight between two points; a jump is at a point.
        double left = below(from, from) - other.below(from, from);
        double right = below(from, to) - other.below(from, to);
        area += (to - from) * meanOfAbsolute(left, right);
      }
    }
    return area;
  }

  /** Mean of |y| along a straight line. */
  private static double meanOfAbsolute(double left, double right) {
    if (left * right >= 0) {
      return Math.abs(left + right) / 2;
    }
    return (left * left + right * right) / (2 * (Math.abs(left) + Math.abs(right)));
  }

  /** The cumulative distribution at a point of the open stretch that begins at another. */
  private double below(double stretch, double point) {
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      if (bounds[k + 1] <= stretch) {
        sum += shares[k];
      } else if (bounds[k] < point) {
        sum += shares[k] * (point - bounds[k]) / (bounds[k + 1] - bounds[k]);
      }
    }
    return sum;
  }
}
