package org.inkstream.trainer.tree;

import java.util.Locale;

/**
 * How pure a node is, as a sum over its classes of a function of their counts; larger is purer
 * (Breiman et al. 1984, "Classification and Regression Trees", 4.3).
 */
public enum Criterion {
  /** Gini impurity. */
  GINI {
    @Override
    double purity(int[] counts, int total) {
      double sum = 0;
      for (int count : counts) {
        sum += (double) count * count;
      }
      return total == 0 ? 0 : sum / total;
    }

    @Override
    double purity(double[] counts, double total) {
      double sum = 0;
      for (double count : counts) {
        sum += count * count;
      }
      return total == 0 ? 0 : sum / total;
    }
  },
  /** Information gain. */
  ENTROPY {
    @Override
    double purity(int[] counts, int total) {
      double sum = -product(total);
      for (int count : counts) {
        sum += product(count);
      }
      return sum;
    }

    @Override
    double purity(double[] counts, double total) {
      double sum = -product(total);
      for (double count : counts) {
        sum += product(count);
      }
      return sum;
    }
  };

  private static final int TABLE = 1 << 12;
  private static final double[] PRODUCTS = new double[TABLE];

  static {
    for (int n = 1; n < TABLE; n++) {
      PRODUCTS[n] = n * Math.log(n);
    }
  }

  private static double product(int n) {
    return n < TABLE ? PRODUCTS[n] : n * Math.log(n);
  }

  private static double product(double n) {
    return n == 0 ? 0 : n * Math.log(n);
  }

  /** The purity of a node times its number of images: the sum over both sides of a split. */
  abstract double purity(int[] counts, int total);

  /** The same of images that do not count alike: slower, because no logarithm is known before. */
  abstract double purity(double[] counts, double total);

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
