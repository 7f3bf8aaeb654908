package org.inkstream.model.drift.detect;

import java.util.ArrayList;
import java.util.List;

/** An urn played ball by ball: the law that the logarithms of Gamma are held against. */
final class Urns {

  private Urns() {}

  /** Probability of one sequence with these counts, one draw after another. */
  static double probability(long[] counts, double[] weights) {
    double[] urn = weights.clone();
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double probability = 1;
    for (int k = 0; k < counts.length; k++) {
      for (long i = 0; i < counts[k]; i++) {
        probability *= urn[k]++ / total++;
      }
    }
    return probability;
  }

  /** Number of sequences with these counts, for small ones. */
  static double sequences(long[] counts) {
    double sequences = 1;
    long draws = 0;
    for (long count : counts) {
      for (long i = 1; i <= count; i++) {
        sequences = sequences * ++draws / i;
      }
    }
    return sequences;
  }

  /** All counts of so many draws in so many bins. */
  static List<long[]> outcomes(int bins, int draws) {
    List<long[]> outcomes = new ArrayList<>();
    fill(new long[bins], 0, draws, outcomes);
    return outcomes;
  }

  private static void fill(long[] counts, int bin, int left, List<long[]> into) {
    if (bin == counts.length - 1) {
      counts[bin] = left;
      into.add(counts.clone());
      return;
    }
    for (int count = 0; count <= left; count++) {
      counts[bin] = count;
      fill(counts, bin + 1, left - count, into);
    }
  }
}
