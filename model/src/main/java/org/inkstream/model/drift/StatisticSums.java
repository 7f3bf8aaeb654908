package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * Exact sums of the statistics of some events, in the bins of one reference profile: integers and
 * extremes, so that they are the same in whatever order events were added and sums merged. A value
 * that is NaN is in no bin. Mutable, for one thread.
 */
public final class StatisticSums {

  /** Unit of the sums: 2^-20, about a millionth. */
  static final double UNIT = 0x1p-20;

  /** A value's share in a sum, so that 2^27 events (134 million) cannot overflow it. */
  private static final double LARGEST = 0x1p16;

  /** So many events' features a float can add up exactly, with room to spare. */
  private static final int FEATURES_AT_ONCE = 1 << 14;

  private final long[][] bins;
  private final long[] sums;
  private final double[] least;
  private final double[] largest;
  private final long[] features;
  private long events;
  private long confidence;
  private long confidenceSquared;
  private long confident;

  /** Features not yet in {@link #features}: floats add up much faster. */
  private final float[] recent;

  private int recentEvents;

  /** Sums of no event, in these bins, which are empty or about to be filled by {@link #of}. */
  private StatisticSums(long[][] bins, int features) {
    this.bins = bins;
    this.sums = new long[bins.length];
    this.least = new double[bins.length];
    this.largest = new double[bins.length];
    this.features = new long[features];
    this.recent = new float[features];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Sums of no statistic at all. */
  static StatisticSums none() {
    return new StatisticSums(new long[0][], 0);
  }

  /** Sums of no event, in the bins of a profile. */
  static StatisticSums none(ReferenceProfile profile) {
    long[][] bins = new long[profile.featureMap().size()][];
    Arrays.setAll(bins, i -> new long[profile.bins(i)]);
    return new StatisticSums(bins, RandomFeatures.COUNT);
  }

  /** Sums of no event, in the same bins. */
  StatisticSums emptied() {
    long[][] empty = new long[bins.length][];
    Arrays.setAll(empty, i -> new long[bins[i].length]);
    return new StatisticSums(empty, features.length);
  }

  boolean sameShape(StatisticSums other) {
    boolean same = bins.length == other.bins.length && features.length == other.features.length;
    for (int i = 0; same && i < bins.length; i++) {
      same = bins[i].length == other.bins[i].length;
    }
    return same;
  }

  /** Adds a row; {@code values} are what the extractor has just made of it. */
  void add(
      double[] values,
      ScoredRows rows,
      int row,
      long hash,
      ReferenceProfile profile,
      FeatureExtractor extractor) {
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (!Double.isNaN(value)) {
        bins[i][profile.statistic(i).bin(value, hash, i)]++;
        double bounded = Math.max(-LARGEST, Math.min(LARGEST, value));
        sums[i] += fixed(bounded);
        least[i] = Math.min(least[i], bounded);
        largest[i] = Math.max(largest[i], bounded);
      }
    }
    double certain = rows.probabilities()[row * rows.classes() + rows.predicted(row)];
    events++;
    confidence += fixed(certain);
    confidenceSquared += fixed(certain * certain);
    confident += certain >= profile.answers().threshold() ? 1 : 0;
    extractor.addRandomFeatures(recent);
    if (++recentEvents == FEATURES_AT_ONCE) {
      settle();
    }
  }

  void merge(StatisticSums other) {
    settle();
    other.settle();
    for (int i = 0; i < bins.length; i++) {
      addTo(bins[i], other.bins[i]);
      least[i] = Math.min(least[i], other.least[i]);
      largest[i] = Math.max(largest[i], other.largest[i]);
    }
    addTo(sums, other.sums);
    addTo(features, other.features);
    events += other.events;
    confidence += other.confidence;
    confidenceSquared += other.confidenceSquared;
    confident += other.confident;
  }

  /** Events whose statistics were added. */
  public long events() {
    return events;
  }

  /** A copy of a statistic's events in each bin. */
  public long[] bins(int statistic) {
    return bins[statistic].clone();
  }

  /** Mean of a statistic over the events in its bins, to within 2^-21; 0 if there are none. */
  public double mean(int statistic) {
    long counted = Arrays.stream(bins[statistic]).sum();
    return counted == 0 ? 0 : sums[statistic] * UNIT / counted;
  }

  /** The smallest value of a statistic; infinite if there is none. */
  double least(int statistic) {
    return least[statistic];
  }

  /** The largest value of a statistic; minus infinity if there is none. */
  double largest(int statistic) {
    return largest[statistic];
  }

  /** Sums of the random features. */
  long[] features() {
    settle();
    return features;
  }

  /** Sum of the confidences. */
  double confidence() {
    return confidence * UNIT;
  }

  /** Sum of the squares of the confidences. */
  double confidenceSquared() {
    return confidenceSquared * UNIT;
  }

  /** Events whose confidence is at the reference's threshold or above. */
  long confident() {
    return confident;
  }

  byte[] toBytes() {
    if (bins.length == 0) {
      return new byte[0];
    }
    settle();
    PackedWriter out = new PackedWriter().count(events).count(bins.length);
    for (int i = 0; i < bins.length; i++) {
      out.counts(bins[i]).signed(sums[i]).real(least[i]).real(largest[i]);
    }
    out.count(features.length);
    for (long feature : features) {
      out.signed(feature);
    }
    return out.count(confidence).count(confidenceSquared).count(confident).toBytes();
  }

  static StatisticSums of(byte[] bytes) {
    if (bytes.length == 0) {
      return none();
    }
    PackedReader in = new PackedReader(bytes);
    long events = in.count();
    long[][] bins = new long[in.length()][];
    long[] sums = new long[bins.length];
    double[] least = new double[bins.length];
    double[] largest = new double[bins.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = in.counts();
      sums[i] = in.signed();
      least[i] = in.real();
      largest[i] = in.real();
    }
    StatisticSums read = new StatisticSums(bins, in.length());
    System.arraycopy(sums, 0, read.sums, 0, bins.length);
    System.arraycopy(least, 0, read.least, 0, bins.length);
    System.arraycopy(largest, 0, read.largest, 0, bins.length);
    Arrays.setAll(read.features, j -> in.signed());
    read.events = events;
    read.confidence = in.count();
    read.confidenceSquared = in.count();
    read.confident = in.count();
    in.end();
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatisticSums that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return "StatisticSums of " + events + " events, bins " + Arrays.deepToString(bins);
  }

  private void settle() {
    if (recentEvents > 0) {
      for (int j = 0; j < features.length; j++) {
        features[j] += (long) recent[j];
      }
      Arrays.fill(recent, 0);
      recentEvents = 0;
    }
  }

  private static long fixed(double value) {
    return Math.round(value / UNIT);
  }

  private static void addTo(long[] target, long[] source) {
    for (int i = 0; i < source.length; i++) {
      target[i] += source[i];
    }
  }
}
