package org.inkstream.model.drift.detect;

/**
 * A test martingale for one statistic: the bets of a {@link RankDetector} multiplied from the
 * beginning on, averaged over the experts. Without drift it exceeds 1 / a at any time with
 * probability a or less (Ville 1939). It cannot tell a change that comes late from none as fast as
 * a detector does, and is here to be compared with. Mutable, for one thread.
 */
public final class RankMartingale {

  private final Bets bets;
  private final double[] logs = new double[Experts.COUNT];

  /**
   * A martingale of value 1.
   *
   * @param gaps gaps between consecutive reference values in each of the K bins, each at least 1
   */
  public RankMartingale(long[] gaps) {
    this.bets = new Bets(gaps);
  }

  /** Takes note of a window: its events in each bin. */
  public void observe(long[] counts) {
    double[] won = bets.place(counts);
    for (int i = 0; i < logs.length; i++) {
      logs[i] += won[i];
    }
  }

  /** ln of the martingale; 0 at first. */
  public double logEvidence() {
    return LogMath.meanExp(logs);
  }
}
