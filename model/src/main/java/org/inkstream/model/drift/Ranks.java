package org.inkstream.model.drift;

/**
 * Places of new values of one statistic among reference values, in the bins that a profile would
 * have. For measuring; a {@link ReferenceProfile} has the same of all its statistics. Immutable.
 */
public final class Ranks {

  private final ReferenceStatistic reference;
  private final int statistic;

  private Ranks(ReferenceStatistic reference, int statistic) {
    this.reference = reference;
    this.statistic = statistic;
  }

  /**
   * Ranks among these values.
   *
   * @param values at least one, all finite
   * @param hashes of the events they are of: see {@link EventHash#of}
   * @param map the feature map that the statistic is of
   * @param statistic its place in the map
   */
  public static Ranks among(double[] values, long[] hashes, FeatureMap map, int statistic) {
    long[] jitters = new long[hashes.length];
    for (int i = 0; i < jitters.length; i++) {
      jitters[i] = EventHash.jitter(hashes[i], statistic);
    }
    return new Ranks(
        ReferenceStatistic.of(map.names().get(statistic), values, jitters, map.bins(statistic)),
        statistic);
  }

  /** The gaps in each bin that so many reference values leave, whatever they are. */
  public static long[] gaps(int references) {
    return ReferenceStatistic.gaps(references, ReferenceStatistic.BINS);
  }

  /** The bin of a value, from 0. */
  public int bin(double value, long hash) {
    return reference.bin(value, hash, statistic);
  }

  /** A copy of the gaps between reference values in each bin; they sum to n + 1. */
  public long[] gaps() {
    return reference.gaps().clone();
  }
}
