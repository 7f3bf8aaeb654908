package org.inkstream.trainer.bundling;

/**
 * One statistic of two references of one network.
 *
 * @param name name of the statistic
 * @param medianBefore over the old reference images
 * @param median over the new ones
 * @param psi population stability index of the new in the bins of the old, debiased; may be
 *     negative
 * @param wasserstein Wasserstein-1 distance of the two, in standard deviations of the old
 * @param alarm whether the new images, as one window of a stream, would raise an alarm against the
 *     old reference
 */
public record StatisticShift(
    String name,
    double medianBefore,
    double median,
    double psi,
    double wasserstein,
    boolean alarm) {

  /** The larger of both distances: what drift reports call large begins at 0.1 for either. */
  public double distance() {
    return Math.max(psi, wasserstein);
  }
}
