package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * Products of a matrix with vectors that have many zeros: the rows of the matrix that belong to the
 * others are added up, four at once. The inner loop adds to neighbouring sums, none of which waits
 * for another, so that the compiler can do several together without changing any result. Has
 * scratch memory; for one thread.
 */
final class Columns {

  /** A product's length is a multiple of this, so that a vector register divides it. */
  private static final int LANES = 8;

  private static final int TOGETHER = 4;

  // A row is an array of its own: with one array and offsets into it, the compiler does not do
  // several numbers together, and it all takes four times as long.
  private final float[][] matrix;
  private final int[] rows;
  private final float[] factors;
  private final float[] sums;
  private int count;

  /**
   * A matrix of zeros.
   *
   * @param rows length of the vectors
   * @param columns length of the products
   */
  Columns(int rows, int columns) {
    int stride = (columns + LANES - 1) / LANES * LANES;
    this.matrix = new float[rows][stride];
    this.rows = new int[rows + TOGETHER];
    this.factors = new float[rows + TOGETHER];
    this.sums = new float[stride];
  }

  void set(int row, int column, double value) {
    matrix[row][column] = (float) value;
  }

  /** Sets the first columns to a projection's components. */
  void set(Projection projection) {
    for (int k = 0; k < projection.count(); k++) {
      for (int i = 0; i < projection.size(); i++) {
        set(i, k, projection.components()[k * projection.size() + i]);
      }
    }
  }

  /**
   * Takes a vector.
   *
   * @param numbers as many as rows from {@code from} on; none is NaN
   */
  void take(float[] numbers, int from) {
    // Images have blank lines above and below, which are passed over faster than collected.
    int first = 0;
    int end = matrix.length;
    while (first < end && numbers[from + first] == 0) {
      first++;
    }
    while (end > first && numbers[from + end - 1] == 0) {
      end--;
    }
    int found = 0;
    for (int row = first; row < end; row++) {
      float number = numbers[from + row];
      rows[found] = row;
      factors[found] = number;
      found += notZero(number);
    }
    count = found;
  }

  /** 1 or 0, by its bits: zeros come at random, and a branch would be guessed wrong too often. */
  private static int notZero(float number) {
    int withoutSign = Float.floatToRawIntBits(number) << 1;
    return (withoutSign | -withoutSign) >>> 31;
  }

  /** How many of the numbers were not 0. */
  int count() {
    return count;
  }

  /** The row of one of the numbers that were not 0. */
  int row(int index) {
    return rows[index];
  }

  /** One of the numbers that were not 0. */
  float number(int index) {
    return factors[index];
  }

  /** The product; the array is used again for the next vector, and may be longer than asked for. */
  float[] product() {
    Arrays.fill(sums, 0);
    // What is missing to whole groups are rows of no weight.
    Arrays.fill(rows, count, count + TOGETHER, 0);
    Arrays.fill(factors, count, count + TOGETHER, 0);
    for (int i = 0; i < count; i += TOGETHER) {
      add(
          sums,
          matrix[rows[i]],
          matrix[rows[i + 1]],
          matrix[rows[i + 2]],
          matrix[rows[i + 3]],
          factors[i],
          factors[i + 1],
          factors[i + 2],
          factors[i + 3]);
    }
    return sums;
  }

  private static void add(
      float[] sums,
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      float f0,
      float f1,
      float f2,
      float f3) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += (f0 * r0[j] + f1 * r1[j]) + (f2 * r2[j] + f3 * r3[j]);
    }
  }
}
