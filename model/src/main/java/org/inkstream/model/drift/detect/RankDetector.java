package org.inkstream.model.drift.detect;

import java.util.Arrays;

/**
 * An e-detector for one statistic. Without drift, the ranks of new values among the reference
 * values and all values before them follow a {@link DirichletMultinomial} law whatever the
 * distribution is (Kuang and Xia 2026, theorem 2.1); each of the {@link Experts} bets on another
 * one, and wins in each window the ratio E of the two probabilities, which has mean 1 given the
 * past. M, the mean over the experts of the Shiryaev-Roberts sums M_i = (1 + M_i) E_i, is an
 * e-detector (Shin, Ramdas and Rinaldo 2022): M less the number of windows is a martingale, so that
 * it reaches A on average after A windows or more, and within t windows with probability t / A or
 * less. Mutable, for one thread.
 */
public final class RankDetector {

  private final Bets bets;
  private final double[] logs;

  private RankDetector(Bets bets, double[] logs) {
    this.bets = bets;
    this.logs = logs;
  }

  /**
   * A detector that has seen nothing.
   *
   * @param gaps gaps between consecutive reference values in each of the K bins, each at least 1
   */
  public static RankDetector fresh(long[] gaps) {
    double[] logs = new double[Experts.COUNT];
    Arrays.fill(logs, Double.NEGATIVE_INFINITY);
    return new RankDetector(new Bets(gaps), logs);
  }

  /**
   * A detector in a state.
   *
   * @param state as {@link #state()} gave it, for the same gaps
   */
  public static RankDetector in(long[] gaps, State state) {
    if (state.logs().length != Experts.COUNT) {
      throw new IllegalArgumentException(
          "a state of %d experts for %d".formatted(state.logs().length, Experts.COUNT));
    }
    return new RankDetector(new Bets(gaps, state.seen(), state.recent()), state.logs().clone());
  }

  /**
   * What a detector knows.
   *
   * @param seen events of all windows in each bin
   * @param recent the same, with windows worth less the longer ago they were
   * @param logs ln M of each expert
   */
  public record State(long[] seen, double[] recent, double[] logs) {}

  /** A copy of what is known. */
  public State state() {
    return new State(bets.seen(), bets.recent(), logs.clone());
  }

  /**
   * Takes note of a window.
   *
   * @param counts its events in each bin; may all be 0
   */
  public void observe(long[] counts) {
    double[] won = bets.place(counts);
    for (int i = 0; i < logs.length; i++) {
      logs[i] = LogMath.onePlusExp(logs[i]) + won[i];
    }
  }

  /** ln M; minus infinity before the first window. */
  public double logEvidence() {
    return LogMath.meanExp(logs);
  }
}
