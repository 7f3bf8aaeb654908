package org.inkstream.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * One quantity, measured once or in several rounds. Immutable.
 *
 * @param rounds the values in the order of the rounds; at least one, all finite
 */
public record Sample(List<Double> rounds) {

  /** Checks and copies. */
  public Sample {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a sample needs at least one value");
    }
    if (!rounds.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("not all of " + rounds + " are finite");
    }
  }

  /** A sample of these values. */
  public static Sample of(double... values) {
    return new Sample(Arrays.stream(values).boxed().toList());
  }

  /** The middle value; of an even number of values the mean of the middle two. */
  public double median() {
    double[] sorted = sorted();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The smallest value. */
  public double min() {
    return sorted()[0];
  }

  /** The largest value. */
  public double max() {
    return sorted()[rounds.size() - 1];
  }

  /**
   * This by that, round by round, because two measurements of the same round met the same machine.
   *
   * @throws IllegalArgumentException if they have different numbers of rounds
   */
  public Sample dividedBy(Sample other) {
    if (rounds.size() != other.rounds.size()) {
      throw new IllegalArgumentException(
          rounds.size() + " rounds cannot be paired with " + other.rounds.size());
    }
    double[] ratios = new double[rounds.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = rounds.get(i) / other.rounds.get(i);
    }
    return of(ratios);
  }

  private double[] sorted() {
    return rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }
}
