package org.inkstream.model.drift;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The distribution of one statistic over the reference images, in K bins whose edges are reference
 * values. Where values are equal, the jitter of the image decides which counts as larger, so that
 * all ranks differ. Immutable; the arrays are shared inside this package and must not be written.
 *
 * @param name name in the feature map
 * @param mean mean
 * @param standardDeviation with divisor n - 1; 0 for one image
 * @param least the smallest value
 * @param largest the largest value
 * @param edges values of K - 1 images, not falling
 * @param jitters their jitters, rising where edges are equal
 * @param gaps gaps between consecutive reference images in each of the K bins; they sum to n + 1
 * @param quantiles at {@link #LEVELS}
 */
record ReferenceStatistic(
    String name,
    double mean,
    double standardDeviation,
    double least,
    double largest,
    double[] edges,
    long[] jitters,
    long[] gaps,
    double[] quantiles) {

  /** Levels of the quantiles that reports have. */
  static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};

  /** Place of the median among the levels. */
  private static final int MEDIAN = 2;

  /** Inner bins of a number, each with as many reference images. */
  static final int BINS = 16;

  /**
   * The outermost hundredths and thousandths have bins of their own, because an image unlike all of
   * the reference shows there first.
   */
  private static final double[] TAILS = {0.001, 0.01};

  private static final int MOST_BINS = 128;

  /** Inner bins of the predicted class: two for each class, where classes are about as frequent. */
  static int binsOf(int classes) {
    return Math.max(BINS, Math.min(MOST_BINS, 2 * classes));
  }

  private record Value(double value, long jitter) {}

  /**
   * The distribution of these values.
   *
   * @param values at least one, all finite
   * @param jitters one for each
   * @param bins inner bins, at least 1: their ranks must not depend on the values, or the law of
   *     the counts would not be known
   */
  static ReferenceStatistic of(String name, double[] values, long[] jitters, int bins) {
    Value[] sorted = new Value[values.length];
    for (int i = 0; i < values.length; i++) {
      // Adding zero turns -0.0 into 0.0, so that equal values have equal bits.
      sorted[i] = new Value(values[i] + 0.0, jitters[i]);
    }
    Arrays.sort(sorted, Comparator.comparingDouble(Value::value).thenComparingLong(Value::jitter));
    int[] ranks = ranks(sorted.length, bins);
    double[] edges = new double[ranks.length];
    long[] edgeJitters = new long[ranks.length];
    for (int k = 0; k < ranks.length; k++) {
      edges[k] = sorted[ranks[k] - 1].value();
      edgeJitters[k] = sorted[ranks[k] - 1].jitter();
    }
    double mean = Sums.mean(values);
    return new ReferenceStatistic(
        name,
        mean,
        Sums.standardDeviation(values, mean),
        sorted[0].value(),
        sorted[sorted.length - 1].value(),
        edges,
        edgeJitters,
        gaps(sorted.length, bins),
        quantiles(sorted));
  }

  /** Gaps in each bin that n reference images leave, whatever their values are. */
  static long[] gaps(int n, int bins) {
    int[] ranks = ranks(n, bins);
    long[] gaps = new long[ranks.length + 1];
    for (int k = 0; k < gaps.length; k++) {
      int upper = k < ranks.length ? ranks[k] : n + 1;
      gaps[k] = upper - (k == 0 ? 0 : ranks[k - 1]);
    }
    return gaps;
  }

  /** K. */
  int bins() {
    return gaps.length;
  }

  /** Reference images in each bin: a bin has as many as gaps, but the last, which is open above. */
  long[] counts() {
    long[] counts = gaps.clone();
    counts[counts.length - 1]--;
    return counts;
  }

  double median() {
    return quantiles[MEDIAN];
  }

  /** n. */
  long events() {
    return Arrays.stream(gaps).sum() - 1;
  }

  /**
   * The bin of a value: the number of edges below it. Of equal ones, those whose jitter is smaller
   * than the event's are below.
   */
  int bin(double value, long hash, int statistic) {
    int below = 0;
    // All are compared: halving would compare fewer, but the processor guesses half of those wrong.
    for (double edge : edges) {
      below += value > edge ? 1 : 0;
    }
    if (below < edges.length && value == edges[below]) {
      long jitter = EventHash.jitter(hash, statistic);
      while (below < edges.length && value == edges[below] && jitter > jitters[below]) {
        below++;
      }
    }
    return below;
  }

  /** Ranks, from 1, of edges that divide the n + 1 gaps into equal parts, and into tails. */
  private static int[] ranks(int n, int bins) {
    double[] levels = new double[bins - 1 + 2 * TAILS.length];
    int count = 0;
    for (double tail : TAILS) {
      levels[count++] = tail;
      levels[count++] = 1 - tail;
    }
    for (int k = 1; k < bins; k++) {
      levels[count++] = (double) k / bins;
    }
    return Arrays.stream(levels)
        .mapToInt(level -> (int) Math.round(level * (n + 1)))
        .filter(rank -> rank >= 1 && rank <= n)
        .sorted()
        .distinct()
        .toArray();
  }

  private static double[] quantiles(Value[] sorted) {
    double[] quantiles = new double[LEVELS.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = sorted[(int) Math.min(sorted.length - 1, LEVELS[i] * sorted.length)].value();
    }
    return quantiles;
  }
}
