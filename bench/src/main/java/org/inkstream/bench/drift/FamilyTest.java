package org.inkstream.bench.drift;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.Ranks;
import org.inkstream.model.drift.detect.RankTest;

/**
 * Our statistics as a test of one window: each by the evidence of its detector, those of the
 * prediction by the Kolmogorov-Smirnov distance of their bins, too. The level is divided among all
 * of them (Bonferroni), so that together they reject without drift in at most that share of
 * windows.
 */
final class FamilyTest {

  /** Of the level, for the tests by evidence; the rest is for those by distance. */
  private static final double FOR_EVIDENCE = 0.6;

  private static final String PREDICTION = "prediction.";

  /** Tests for one number of events, which statistics with the same bins share. */
  static final class Laws {

    private final int draws;
    private final Map<String, RankTest> known = new HashMap<>();

    /**
     * @param draws from the law without drift, for each kind of test
     */
    Laws(int draws) {
      this.draws = draws;
    }

    private RankTest byEvidence(long[] gaps, int events) {
      return known.computeIfAbsent(
          "evidence" + events + Arrays.toString(gaps),
          key -> RankTest.byEvidence(gaps, events, draws, events));
    }

    private RankTest byDistance(long[] gaps, int events) {
      return known.computeIfAbsent(
          "distance" + events + Arrays.toString(gaps),
          key -> RankTest.byDistance(gaps, events, draws, events));
    }
  }

  private final Laws laws;
  private final List<Ranks> ranks;
  private final boolean[] prediction;

  /**
   * @param reference statistics of the reference images
   */
  FamilyTest(Laws laws, FeatureMap map, double[][] reference, long[] hashes) {
    this.laws = laws;
    this.ranks =
        IntStream.range(0, map.size())
            .mapToObj(i -> Ranks.among(column(reference, i), hashes, map, i))
            .toList();
    this.prediction = new boolean[map.size()];
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = map.names().get(i).startsWith(PREDICTION);
    }
  }

  /** The level at which the window would just be rejected; above 1 for one that never would. */
  double p(double[][] window, long[] hashes) {
    int predictions = 0;
    for (boolean one : prediction) {
      predictions += one ? 1 : 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ranks.size(); i++) {
      long[] gaps = ranks.get(i).gaps();
      long[] counts = new long[gaps.length];
      for (int event = 0; event < window.length; event++) {
        counts[ranks.get(i).bin(window[event][i], hashes[event])]++;
      }
      double byEvidence = laws.byEvidence(gaps, window.length).p(counts);
      least = Math.min(least, byEvidence * ranks.size() / FOR_EVIDENCE);
      if (prediction[i]) {
        double byDistance = laws.byDistance(gaps, window.length).p(counts);
        least = Math.min(least, byDistance * predictions / (1 - FOR_EVIDENCE));
      }
    }
    return least;
  }

  private static double[] column(double[][] rows, int index) {
    double[] column = new double[rows.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = rows[i][index];
    }
    return column;
  }
}
