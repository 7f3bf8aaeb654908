package org.inkstream.model.drift.detect;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * A test of one window against the reference: how probable counts as unlikely as these are without
 * drift. The law of the counts is then a Dirichlet-multinomial one whatever the distribution is
 * (Kuang and Xia 2026, theorem 2.1), and the p-value is found by drawing from it, so that it is
 * exact for any number of draws (Davison and Hinkley 1997, section 4.2). Immutable.
 */
public final class RankTest {

  private final ToDoubleFunction<long[]> statistic;
  private final double[] drawn;

  private RankTest(ToDoubleFunction<long[]> statistic, double[] drawn) {
    this.statistic = statistic;
    this.drawn = drawn;
  }

  /** A test by the evidence that a fresh {@link RankDetector} has after the window. */
  public static RankTest byEvidence(long[] gaps, int events, int draws, long seed) {
    return of(
        gaps,
        events,
        draws,
        seed,
        counts -> {
          RankDetector detector = RankDetector.fresh(gaps);
          detector.observe(counts);
          return detector.logEvidence();
        });
  }

  /** A test by the Kolmogorov-Smirnov distance at the edges of the bins. */
  public static RankTest byDistance(long[] gaps, int events, int draws, long seed) {
    double total = Arrays.stream(gaps).sum();
    return of(gaps, events, draws, seed, counts -> distance(gaps, total, counts, events));
  }

  /**
   * The p-value of a window.
   *
   * @param counts in the bins of the gaps, of as many events as the test was made for
   * @return above 0, at most 1
   */
  public double p(long[] counts) {
    double found = statistic.applyAsDouble(counts);
    int below = Arrays.binarySearch(drawn, found);
    if (below < 0) {
      below = -below - 1;
    }
    while (below > 0 && drawn[below - 1] == found) {
      below--;
    }
    return (drawn.length - below + 1.0) / (drawn.length + 1);
  }

  private static RankTest of(
      long[] gaps, int events, int draws, long seed, ToDoubleFunction<long[]> statistic) {
    Random random = new Random(seed);
    int[] urn = urn(gaps, events);
    double[] drawn = new double[draws];
    for (int i = 0; i < draws; i++) {
      drawn[i] = statistic.applyAsDouble(draw(urn, gaps, events, random));
    }
    Arrays.sort(drawn);
    return new RankTest(statistic, drawn);
  }

  /** A ball for each gap, and room for those that are returned double. */
  private static int[] urn(long[] gaps, int events) {
    int[] urn = new int[(int) Arrays.stream(gaps).sum() + events];
    int next = 0;
    for (int k = 0; k < gaps.length; k++) {
      for (long i = 0; i < gaps[k]; i++) {
        urn[next++] = k;
      }
    }
    return urn;
  }

  private static long[] draw(int[] urn, long[] gaps, int events, Random random) {
    long[] counts = new long[gaps.length];
    for (int balls = urn.length - events; balls < urn.length; balls++) {
      int bin = urn[random.nextInt(balls)];
      urn[balls] = bin;
      counts[bin]++;
    }
    return counts;
  }

  private static double distance(long[] gaps, double total, long[] counts, int events) {
    double expected = 0;
    double found = 0;
    double largest = 0;
    for (int k = 0; k < gaps.length; k++) {
      expected += gaps[k] / total;
      found += (double) counts[k] / events;
      largest = Math.max(largest, Math.abs(found - expected));
    }
    return largest;
  }
}
