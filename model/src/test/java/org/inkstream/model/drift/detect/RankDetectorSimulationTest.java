package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

/** Detectors on normal values, with a new reference in each run; every run has a fixed seed. */
class RankDetectorSimulationTest {

  /** A reference of n normal values with edges at every (n + 1) / bins-th. */
  private static final class Stream {

    private final double[] edges;
    private final long[] gaps;
    private final RankDetector detector;

    Stream(Random random, int n, int bins) {
      double[] values = random.doubles(n).toArray();
      Arrays.setAll(values, i -> random.nextGaussian());
      Arrays.sort(values);
      int each = (n + 1) / bins;
      gaps = new long[bins];
      Arrays.fill(gaps, each);
      gaps[bins - 1] += n + 1 - (long) each * bins;
      edges = new double[bins - 1];
      Arrays.setAll(edges, k -> values[(k + 1) * each - 1]);
      detector = RankDetector.fresh(gaps);
    }

    double observe(int events, DoubleSupplier values) {
      long[] counts = new long[gaps.length];
      for (int i = 0; i < events; i++) {
        int below = Arrays.binarySearch(edges, values.getAsDouble());
        counts[below < 0 ? -below - 1 : below]++;
      }
      detector.observe(counts);
      return Math.exp(detector.logEvidence());
    }
  }

  @Test
  void shouldBeTheNumberOfWindowsOnAverageWithoutDrift() {
    // A small reference, used again in each window: betting against its shares as if they were the
    // truth would win. Few events, because the mean of a likelihood ratio of many is made by runs
    // too rare to come up.
    SummaryStatistics found = new SummaryStatistics();
    for (int run = 0; run < 40_000; run++) {
      Random random = new Random(run);
      Stream stream = new Stream(random, 19, 4);
      double evidence = 0;
      for (int window = 0; window < 4; window++) {
        evidence = stream.observe(2, random::nextGaussian);
      }
      found.addValue(evidence);
    }

    // Four windows; tolerance: four standard errors, and these small.
    double error = found.getStandardDeviation() / Math.sqrt(found.getN());
    assertThat(error).isLessThan(0.05);
    assertThat(found.getMean()).isCloseTo(4, within(4 * error));
  }

  @Test
  void shouldRunForAsLongAsItsThresholdBeforeAFalseAlarm() {
    int threshold = 50;
    int longest = 300;
    SummaryStatistics lengths = new SummaryStatistics();
    int early = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(1_000_000 + run);
      Stream stream = new Stream(random, 99, 4);
      int windows = 1;
      while (stream.observe(10, random::nextGaussian) < threshold && windows < longest) {
        windows++;
      }
      lengths.addValue(windows);
      early += windows <= 10 ? 1 : 0;
    }

    // Runs are cut off at 300 windows, which makes their mean smaller than it is.
    assertThat(lengths.getMean()).isGreaterThanOrEqualTo(threshold);
    // Within 10 windows with probability 10 / 50 or less; three standard errors of 300 runs.
    assertThat((double) early / runs).isLessThan(0.2 + 3 * Math.sqrt(0.2 * 0.8 / runs));
  }

  @Test
  void shouldFindAShiftOfOneDeviationWithinAFewEvents() {
    double[] delays = new double[40];
    for (int run = 0; run < delays.length; run++) {
      Random random = new Random(2_000_000 + run);
      Stream stream = new Stream(random, 10_000, 16);
      for (int event = 0; event < 200; event++) {
        stream.observe(1, random::nextGaussian);
      }
      int events = 1;
      while (stream.observe(1, () -> random.nextGaussian() + 1) < 1e6 && events < 10_000) {
        events++;
      }
      delays[run] = events;
    }

    // An event tells half a nat, and ln(1e6 x 16) is 17: about 33 events, and some for luck.
    Arrays.sort(delays);
    assertThat(delays[delays.length / 2]).isLessThan(60);
    assertThat(delays[delays.length - 1]).isLessThan(200);
  }
}
