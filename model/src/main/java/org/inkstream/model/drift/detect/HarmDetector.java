package org.inkstream.model.drift.detect;

import java.util.Arrays;

/**
 * An e-detector that an error rate is above the accepted one (after Podkopaev and Ramdas 2021, and
 * Shin, Ramdas and Rinaldo 2022): each of four bets on a larger rate q wins, for k errors of m, (q
 * / p)^k ((1 - q) / (1 - p))^(m - k), which has a mean of 1 or less while the rate is at most p.
 * Mutable, for one thread.
 */
public final class HarmDetector {

  private static final double[] FACTORS = {1.25, 1.5, 2, 4};
  private static final double LARGEST = 0.95;

  private final double accepted;
  private final double[] logs;

  private HarmDetector(double accepted, double[] logs) {
    if (!(accepted > 0 && accepted <= 1)) {
      throw new IllegalArgumentException("accepted error rate " + accepted);
    }
    this.accepted = accepted;
    this.logs = logs;
  }

  /**
   * A detector that has seen nothing.
   *
   * @param accepted p, above 0 and at most 1
   */
  public static HarmDetector fresh(double accepted) {
    double[] logs = new double[FACTORS.length];
    Arrays.fill(logs, Double.NEGATIVE_INFINITY);
    return new HarmDetector(accepted, logs);
  }

  /** A detector in the state that {@link #state()} gave. */
  public static HarmDetector in(double accepted, double[] state) {
    if (state.length != FACTORS.length) {
      throw new IllegalArgumentException("a state of " + state.length + " bets");
    }
    return new HarmDetector(accepted, state.clone());
  }

  /** A copy of ln M of each bet. */
  public double[] state() {
    return logs.clone();
  }

  /** Takes note of a window with labels: errors of so many. */
  public void observe(long errors, long labelled) {
    for (int j = 0; j < logs.length; j++) {
      logs[j] = LogMath.onePlusExp(logs[j]) + bet(FACTORS[j], errors, labelled);
    }
  }

  /** ln M; minus infinity before the first window. */
  public double logEvidence() {
    return LogMath.meanExp(logs);
  }

  private double bet(double factor, long errors, long labelled) {
    double larger = Math.min(LARGEST, factor * accepted);
    if (larger <= accepted) {
      // Nearly everything is accepted: there is no larger rate to bet on.
      return 0;
    }
    return errors * StrictMath.log(larger / accepted)
        + (labelled - errors) * (StrictMath.log1p(-larger) - StrictMath.log1p(-accepted));
  }
}
