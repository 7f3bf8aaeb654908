package org.inkstream.model.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.StatisticCounts;

/**
 * What one window of events scored by one version adds up to: events, predicted classes, and for
 * each statistic the events in each bin of the reference profile and the sum of the values. All are
 * integers, so that merging is exact, associative and commutative, with the empty counts as
 * identity: however the events were divided and whatever came first, the total has the same bits.
 *
 * <p>Merging never fails. Counts made without a profile have no statistics, and merge with any.
 * Should counts made with two profiles meet (one version has one profile, so something is wrong),
 * the events and classes still add up, and the statistics are given up: bins of different edges
 * have no sum. Mutable, for one thread.
 */
public final class WindowCounts {

  /** Unit of the sums: 2^-20, about a millionth. */
  private static final double UNIT = 0x1p-20;

  /** A value's share in a sum, so that 2^27 events (134 million) cannot overflow it. */
  private static final double LARGEST = 0x1p16;

  private static final String NO_PROFILE = "";
  private static final String SEVERAL_PROFILES = "*";

  private long events;
  private long[] classes = {};
  private String profile = NO_PROFILE;
  private long[][] bins = {};
  private long[] sums = {};

  /** The profile that {@link #add} found to fit, so that it need not check for each event. */
  private ReferenceProfile counting;

  /** Counts of no event: the identity of {@link #merge}. */
  public WindowCounts() {}

  /** The counts that {@link #toAvro} wrote. */
  public static WindowCounts of(DriftCounts avro) {
    WindowCounts counts = new WindowCounts();
    counts.events = avro.getEvents();
    counts.classes = longs(avro.getClasses());
    counts.profile = avro.getProfile();
    List<StatisticCounts> statistics = avro.getStatistics();
    counts.bins = new long[statistics.size()][];
    counts.sums = new long[statistics.size()];
    for (int i = 0; i < counts.sums.length; i++) {
      counts.bins[i] = longs(statistics.get(i).getBins());
      counts.sums[i] = statistics.get(i).getSum();
    }
    return counts;
  }

  /** Adds one event of a version that has this profile. A value that is NaN is in no bin. */
  public void add(Observation observation, ReferenceProfile reference) {
    addClass(observation.predicted());
    if (reference != counting) {
      if (!adopt(reference.digest(), shapeOf(reference))) {
        return;
      }
      counting = reference;
    }
    for (int i = 0; i < sums.length; i++) {
      double value = reference.featureMap().value(i, observation);
      if (!Double.isNaN(value)) {
        bins[i][reference.bin(i, value)]++;
        sums[i] += Math.round(Math.max(-LARGEST, Math.min(LARGEST, value)) / UNIT);
      }
    }
  }

  /** Adds one event of a version without a profile: only its class is counted. */
  public void add(Observation observation) {
    addClass(observation.predicted());
  }

  /** Adds what another has counted; leaves the other as it is. */
  public void merge(WindowCounts other) {
    events += other.events;
    growClasses(other.classes.length);
    addTo(classes, other.classes);
    if (other.profile.equals(NO_PROFILE)) {
      return;
    }
    counting = null;
    if (adopt(other.profile, other.shape())) {
      addTo(sums, other.sums);
      for (int i = 0; i < bins.length; i++) {
        addTo(bins[i], other.bins[i]);
      }
    }
  }

  /** Events counted. */
  public long events() {
    return events;
  }

  /** Events predicted as a class; 0 for one never seen. */
  public long ofClass(int index) {
    return index < classes.length ? classes[index] : 0;
  }

  /** One more than the largest class predicted so far. */
  public int classes() {
    return classes.length;
  }

  /** True if the bins are those of this profile. */
  public boolean countedWith(ReferenceProfile reference) {
    return profile.equals(reference.digest()) && Arrays.equals(shape(), shapeOf(reference));
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

  /** As a message or as state; see the schema for what the arguments mean. */
  public DriftCounts toAvro(
      String version, Instant windowStart, int sourcePartition, Instant watermark) {
    List<StatisticCounts> statistics = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      statistics.add(new StatisticCounts(list(bins[i]), sums[i]));
    }
    return DriftCounts.newBuilder()
        .setVersion(version)
        .setWindowStart(windowStart)
        .setSourcePartition(sourcePartition)
        .setWatermark(watermark)
        .setProfile(profile)
        .setEvents(events)
        .setClasses(list(classes))
        .setStatistics(statistics)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowCounts that
        && events == that.events
        && Arrays.equals(classes, that.classes)
        && profile.equals(that.profile)
        && Arrays.deepEquals(bins, that.bins)
        && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(events) * 31 + Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return "WindowCounts of "
        + events
        + " events, classes "
        + Arrays.toString(classes)
        + ", profile '"
        + profile
        + "', bins "
        + Arrays.deepToString(bins);
  }

  /**
   * Makes room for statistics of this profile; false if they cannot be added. The states form a
   * semilattice (none, then one of the profiles, then several), which is what keeps merging
   * associative even here.
   */
  private boolean adopt(String digest, int[] shape) {
    if (profile.equals(NO_PROFILE) && !digest.equals(SEVERAL_PROFILES)) {
      profile = digest;
      sums = new long[shape.length];
      bins = Arrays.stream(shape).mapToObj(long[]::new).toArray(long[][]::new);
    }
    if (profile.equals(digest) && Arrays.equals(shape(), shape)) {
      return true;
    }
    profile = SEVERAL_PROFILES;
    sums = new long[0];
    bins = new long[0][];
    return false;
  }

  private int[] shape() {
    return Arrays.stream(bins).mapToInt(bin -> bin.length).toArray();
  }

  private static int[] shapeOf(ReferenceProfile reference) {
    int[] shape = new int[reference.featureMap().size()];
    Arrays.setAll(shape, reference::bins);
    return shape;
  }

  private void addClass(int predicted) {
    events++;
    growClasses(predicted + 1);
    classes[predicted]++;
  }

  private void growClasses(int length) {
    if (length > classes.length) {
      classes = Arrays.copyOf(classes, length);
    }
  }

  private static void addTo(long[] target, long[] source) {
    for (int i = 0; i < source.length; i++) {
      target[i] += source[i];
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<Long> list(long[] array) {
    return Arrays.stream(array).boxed().toList();
  }
}
