package org.inkstream.model.drift;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.inkstream.schemas.DriftCounts;

/**
 * What one window of events scored by one version adds up to: events, predicted classes, {@link
 * StatisticSums} in the bins of the reference profile, and what labels said. All are integers or
 * extremes, so that merging is exact, associative and commutative, with the empty counts as
 * identity: however the events were divided and whatever came first, the total has the same bits.
 *
 * <p>Merging never fails. Counts made without a profile have no statistics, and merge with any.
 * Should counts made with two profiles meet (one version has one profile, so something is wrong),
 * the events and classes still add up, and the statistics are given up: bins of different edges
 * have no sum. Mutable, for one thread.
 */
public final class WindowCounts {

  private static final String NO_PROFILE = "";
  private static final String SEVERAL_PROFILES = "*";

  private long events;
  private long outliers;
  private long[] classes = {};
  private String profile = NO_PROFILE;
  private StatisticSums sums = StatisticSums.none();
  private LabelCounts labels = new LabelCounts();

  /** The profile that {@link #add} found to fit, so that it need not check for each event. */
  private ReferenceProfile counting;

  /** Counts of no event: the identity of {@link #merge}. */
  public WindowCounts() {}

  /** Counts of labels alone: of no events. The argument is copied. */
  public static WindowCounts ofLabels(LabelCounts labels) {
    WindowCounts counts = new WindowCounts();
    counts.labels.merge(labels);
    return counts;
  }

  /**
   * The counts that {@link #toAvro} wrote.
   *
   * @throws IllegalArgumentException if the packed sums are not what it writes
   */
  public static WindowCounts of(DriftCounts avro) {
    WindowCounts counts = new WindowCounts();
    counts.events = avro.getEvents();
    counts.outliers = avro.getOutliers();
    counts.classes = avro.getClasses().stream().mapToLong(Long::longValue).toArray();
    counts.profile = avro.getProfile();
    counts.sums = StatisticSums.of(bytes(avro.getSums()));
    counts.labels = labelsOf(avro);
    return counts;
  }

  /** What labels said, of the counts that {@link #toAvro} wrote, without reading the rest. */
  public static LabelCounts labelsOf(DriftCounts avro) {
    return LabelCounts.of(bytes(avro.getLabels()));
  }

  /** Adds one event: its class, and nothing else. */
  public void add(int predicted) {
    events++;
    growClasses(predicted + 1);
    classes[predicted]++;
  }

  /** One of the events added was flagged as an outlier. */
  public void addOutlier() {
    outliers++;
  }

  /**
   * Adds one event of a version that has this profile.
   *
   * @param hash of the event: see {@link EventHash#of}
   * @param extractor of the profile's feature map
   */
  public void add(
      ScoredRows rows, int row, long hash, ReferenceProfile reference, FeatureExtractor extractor) {
    add(extractor.extract(rows, row), rows, row, hash, reference, extractor);
  }

  /**
   * The same, of an event whose image was looked at before it was scored.
   *
   * @param inputs what {@link FeatureExtractor#extractInputs} wrote
   * @param from where it wrote it
   */
  public void add(
      ScoredRows rows,
      int row,
      long hash,
      ReferenceProfile reference,
      FeatureExtractor extractor,
      double[] inputs,
      int from) {
    add(extractor.extract(rows, row, inputs, from), rows, row, hash, reference, extractor);
  }

  private void add(
      double[] values,
      ScoredRows rows,
      int row,
      long hash,
      ReferenceProfile reference,
      FeatureExtractor extractor) {
    add(rows.predicted(row));
    if (reference != counting) {
      if (!adopt(reference.digest(), StatisticSums.none(reference))) {
        return;
      }
      counting = reference;
    }
    sums.add(values, rows, row, hash, reference, extractor);
  }

  /** Adds what another has counted; leaves the other as it is. */
  public void merge(WindowCounts other) {
    events += other.events;
    outliers += other.outliers;
    labels.merge(other.labels);
    growClasses(other.classes.length);
    for (int c = 0; c < other.classes.length; c++) {
      classes[c] += other.classes[c];
    }
    if (other.profile.equals(NO_PROFILE)) {
      return;
    }
    counting = null;
    if (adopt(other.profile, other.sums)) {
      sums.merge(other.sums);
    }
  }

  /** Events counted. */
  public long events() {
    return events;
  }

  /** Events that were flagged as outliers. */
  public long outliers() {
    return outliers;
  }

  /** Events predicted as a class; 0 for one never seen. */
  public long ofClass(int index) {
    return index < classes.length ? classes[index] : 0;
  }

  /** One more than the largest class predicted so far. */
  public int classes() {
    return classes.length;
  }

  /** A copy of what labels said. */
  public LabelCounts labels() {
    LabelCounts copy = new LabelCounts();
    copy.merge(labels);
    return copy;
  }

  /**
   * The sums of the statistics in the bins of a profile: sums of nothing if no statistics were
   * taken, empty if they were taken with another profile.
   */
  public Optional<StatisticSums> sums(ReferenceProfile reference) {
    StatisticSums none = StatisticSums.none(reference);
    if (profile.equals(NO_PROFILE)) {
      return Optional.of(none);
    }
    return profile.equals(reference.digest()) && sums.sameShape(none)
        ? Optional.of(sums)
        : Optional.empty();
  }

  /** As a message or as state; see the schema for what the arguments mean. */
  public DriftCounts toAvro(
      String version, Instant windowStart, int sourcePartition, Instant watermark) {
    return DriftCounts.newBuilder()
        .setVersion(version)
        .setWindowStart(windowStart)
        .setSourcePartition(sourcePartition)
        .setWatermark(watermark)
        .setProfile(profile)
        .setEvents(events)
        .setOutliers(outliers)
        .setClasses(Arrays.stream(classes).boxed().toList())
        .setSums(ByteBuffer.wrap(sums.toBytes()))
        .setLabels(ByteBuffer.wrap(labels.toBytes()))
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowCounts that
        && events == that.events
        && outliers == that.outliers
        && Arrays.equals(classes, that.classes)
        && profile.equals(that.profile)
        && sums.equals(that.sums)
        && labels.equals(that.labels);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(events) * 31 + sums.hashCode();
  }

  @Override
  public String toString() {
    return "WindowCounts of "
        + events
        + " events, "
        + outliers
        + " outliers, classes "
        + Arrays.toString(classes)
        + ", profile '"
        + profile
        + "', "
        + sums
        + ", "
        + labels;
  }

  /**
   * Makes room for statistics of this profile; false if they cannot be added. The states form a
   * semilattice (none, then one of the profiles, then several), which is what keeps merging
   * associative even here.
   */
  private boolean adopt(String digest, StatisticSums like) {
    if (profile.equals(NO_PROFILE) && !digest.equals(SEVERAL_PROFILES)) {
      profile = digest;
      sums = like.emptied();
    }
    if (profile.equals(digest) && sums.sameShape(like)) {
      return true;
    }
    profile = SEVERAL_PROFILES;
    sums = StatisticSums.none();
    return false;
  }

  private void growClasses(int length) {
    if (length > classes.length) {
      classes = Arrays.copyOf(classes, length);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
