package org.inkstream.model.drift;

import java.util.Random;

/**
 * Random Fourier features of a Gaussian kernel (Rahimi and Recht 2007): the mean of their products
 * for two points is the kernel of the points, so the squared distance of two samples' mean features
 * is an estimate of the squared maximum mean discrepancy (Gretton et al. 2012). A feature is
 * cos(w.x + b), times 512 and rounded to a whole number, so that sums of features are exact in any
 * order. Has scratch memory; for one thread.
 */
final class RandomFeatures {

  /** Number of features. */
  static final int COUNT = 512;

  /** What a cosine of 1 counts as. */
  static final int UNIT = 512;

  /** Added and taken off again, it rounds a float below 2^22 to a whole number. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final float TURNS = (float) (1 / (2 * Math.PI));

  // Taylor's coefficients of cos(2 pi t): within 1e-4 for half a turn.
  private static final float C2 = -19.7392088f;
  private static final float C4 = 64.9393940f;
  private static final float C6 = -85.4568172f;
  private static final float C8 = 60.2446414f;
  private static final float C10 = -26.4262568f;
  private static final float C12 = 7.9035364f;

  /** Farther out, in bandwidths, a coordinate counts as this: turns must stay below 2^22. */
  private static final float FARTHEST = 0x1p15f;

  private final float farthest;
  private final float[][] frequencies;
  private final float[] phases = new float[COUNT];
  private final float[] turns = new float[COUNT];

  /**
   * Features of points with so many coordinates.
   *
   * @param bandwidth standard deviation of the kernel, positive
   */
  RandomFeatures(int coordinates, double bandwidth, long seed) {
    // Random is specified to the bit, and gives the same on every machine.
    Random random = new Random(seed);
    farthest = (float) (FARTHEST * bandwidth);
    frequencies = new float[coordinates][COUNT];
    for (float[] row : frequencies) {
      for (int j = 0; j < COUNT; j++) {
        row[j] = (float) (random.nextGaussian() / bandwidth) * TURNS;
      }
    }
    for (int j = 0; j < COUNT; j++) {
      phases[j] = random.nextFloat();
    }
  }

  /**
   * Adds the features of a point to sums. A coordinate that is not a number counts as 0.
   *
   * @param sums {@value #COUNT} whole numbers, exact while below 2^24
   */
  void addTo(float[] sums, float[] point) {
    System.arraycopy(phases, 0, turns, 0, COUNT);
    for (int i = 0; i < point.length; i++) {
      float bounded = Math.max(-farthest, Math.min(farthest, point[i]));
      add(turns, frequencies[i], Float.isNaN(bounded) ? 0 : bounded);
    }
    for (int j = 0; j < COUNT; j++) {
      // The part of a turn from -1/2 to 1/2, and the cosine of it by a polynomial.
      float t = turns[j] - ((turns[j] + ROUNDING) - ROUNDING);
      float s = t * t;
      float cosine = 1f + s * (C2 + s * (C4 + s * (C6 + s * (C8 + s * (C10 + s * C12)))));
      sums[j] += (cosine * UNIT + ROUNDING) - ROUNDING;
    }
  }

  private static void add(float[] sums, float[] row, float factor) {
    for (int j = 0; j < COUNT; j++) {
      sums[j] += factor * row[j];
    }
  }
}
