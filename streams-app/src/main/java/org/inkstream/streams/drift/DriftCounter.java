package org.inkstream.streams.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;

/**
 * Adds up the scored events of a batch by version and window. What was added and not drained is
 * lost in a crash: drain before the batch can be committed. For one thread.
 */
public final class DriftCounter {

  private record Key(long windowStart, String version) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::windowStart).thenComparing(Key::version);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** What one version did in one window. */
  private static final class Tally {
    private final WindowCounts counts = new WindowCounts();
    private final long[] batchMillis = new long[BATCH_BINS];
    private long rejected;

    DriftCounts message(Key key, int sourcePartition) {
      DriftCounts message =
          counts.toAvro(
              key.version(),
              Instant.ofEpochMilli(key.windowStart()),
              sourcePartition,
              Instant.EPOCH);
      message.setRejected(rejected);
      message.setBatchMillis(Arrays.stream(batchMillis).boxed().toList());
      return message;
    }
  }

  /** Batches that take longer than 2^14 ms, sixteen seconds, are counted as if they took that. */
  private static final int BATCH_BINS = 16;

  private final DriftSettings settings;
  private final Map<Key, Tally> tallies = new TreeMap<>();
  private long drained;

  private String version = "";
  private ReferenceProfile profile;
  private FeatureExtractor extractor;

  // The window that the last event was in: nearly always the next one's too.
  private long windowStart;
  private long windowEnd;
  private Tally window;

  /** A counter with no events. */
  public DriftCounter(DriftSettings settings) {
    this.settings = settings;
  }

  /**
   * The events from now on are scored by another version.
   *
   * @param version not empty
   * @param profile that version's
   */
  public void scoredBy(String version, ReferenceProfile profile) {
    if (version.isEmpty()) {
      throw new IllegalArgumentException("an event needs the version that scored it");
    }
    this.version = version;
    this.profile = profile;
    extractor = profile.featureMap().extractor();
    window = null;
  }

  /**
   * Adds one event.
   *
   * @param timestamp event time, milliseconds since the epoch
   * @param id the event's: it decides whether the event is sampled
   * @param rows the batch it was scored in
   * @param row its place there
   */
  public void add(long timestamp, String id, ScoredRows rows, int row) {
    WindowCounts into = window(timestamp).counts;
    long hash = EventHash.of(id);
    if (EventHash.sampled(hash, settings.sample())) {
      into.add(rows, row, hash, profile, extractor);
    } else {
      into.add(rows.predicted(row));
    }
  }

  /** One event could not be scored by the version. */
  public void reject(long timestamp) {
    window(timestamp).rejected++;
  }

  /** The batch of which the last event was added or rejected took so long to be scored. */
  public void batch(Duration scoring) {
    long millis = scoring.toMillis();
    int bin = Long.SIZE - Long.numberOfLeadingZeros(millis);
    window.batchMillis[Math.min(bin, BATCH_BINS - 1)]++;
  }

  /**
   * What was counted since the last drain, to be sent in this order; counting starts anew. Only the
   * last carries the watermark, because it holds once all are counted. If nothing was counted, but
   * the watermark has risen (a batch of dead letters), it goes alone; if it has not, nothing does.
   *
   * @param sourcePartition the partition that the events came from
   * @param watermark how far that partition has come: {@link PartitionClock#watermark()}
   */
  public List<DriftCounts> drain(int sourcePartition, long watermark) {
    List<DriftCounts> messages = new ArrayList<>(tallies.size());
    tallies.forEach((key, tally) -> messages.add(tally.message(key, sourcePartition)));
    tallies.clear();
    window = null;
    if (!messages.isEmpty()) {
      messages.get(messages.size() - 1).setWatermark(Instant.ofEpochMilli(watermark));
    } else if (watermark > drained) {
      messages.add(heartbeat(sourcePartition, watermark));
    }
    drained = watermark;
    return messages;
  }

  /**
   * A message that only moves a partition's watermark. Its version is empty.
   *
   * @param sourcePartition the idle partition
   * @param watermark what {@link PartitionClock#tick} gave
   */
  public static DriftCounts heartbeat(int sourcePartition, long watermark) {
    return new WindowCounts()
        .toAvro("", Instant.EPOCH, sourcePartition, Instant.ofEpochMilli(watermark));
  }

  private Tally window(long timestamp) {
    if (window == null || timestamp < windowStart || timestamp >= windowEnd) {
      windowStart = settings.windowStart(timestamp);
      windowEnd = settings.windowEnd(windowStart);
      window = tallies.computeIfAbsent(new Key(windowStart, version), key -> new Tally());
    }
    return window;
  }
}
