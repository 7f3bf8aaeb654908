package org.inkstream.trainer.fit;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that rises in a straight line from a twentieth of its peak, and falls in a
 * straight line to zero: one cycle over the whole training (after Smith and Topin, "Super-
 * Convergence", 2018). High rates in the middle find a broad minimum fast, low ones at the end
 * settle in it.
 *
 * @param peak the highest rate, above 0
 * @param warmUp share of the steps in which the rate rises, above 0 and below 1
 * @param steps steps of the whole training, at least 1
 */
record OneCycle(double peak, double warmUp, int steps) implements ISchedule {

  private static final double START = 0.05;

  OneCycle {
    if (!(peak > 0) || !(warmUp > 0 && warmUp < 1) || steps < 1) {
      throw new IllegalArgumentException(
          "peak %s, warm-up %s, %d steps".formatted(peak, warmUp, steps));
    }
  }

  /** The rate of a step, taken at its middle; never 0, for which some updaters divide. */
  @Override
  public double valueAt(int step, int epoch) {
    double done = Math.min((step + 0.5) / steps, 1);
    double share = done < warmUp ? START + (1 - START) * done / warmUp : (1 - done) / (1 - warmUp);
    return peak * Math.max(share, 1e-6);
  }

  /** This schedule, which cannot change. */
  @Override
  public ISchedule clone() {
    return this;
  }
}
