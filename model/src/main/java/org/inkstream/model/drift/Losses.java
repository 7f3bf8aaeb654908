package org.inkstream.model.drift;

/** The loss of an answer once the true class is known. */
public final class Losses {

  /** Larger losses count as this: a float's smallest probability has a loss of 103. */
  public static final double MOST = 64;

  private Losses() {}

  /**
   * Negative log probability of the true class.
   *
   * @param probability that the network gave it, 0 to 1
   * @return nats, 0 to {@value #MOST}
   */
  public static double of(float probability) {
    return probability <= 0 ? MOST : Math.min(MOST, Math.max(0, -Math.log(probability)));
  }
}
