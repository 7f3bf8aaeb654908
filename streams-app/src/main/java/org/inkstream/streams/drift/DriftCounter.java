package org.inkstream.streams.drift;

import java.time.Instant;
import java.util.ArrayList;
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

  private final DriftSettings settings;
  private final Map<Key, WindowCounts> counts = new TreeMap<>();
  private long drained;

  private String version = "";
  private ReferenceProfile profile;
  private FeatureExtractor extractor;

  // The window that the last event was in: nearly always the next one's too.
  private long windowStart;
  private long windowEnd;
  private WindowCounts window;

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
    WindowCounts into = window(timestamp);
    long hash = EventHash.of(id);
    if (EventHash.sampled(hash, settings.sample())) {
      into.add(rows, row, hash, profile, extractor);
    } else {
      into.add(rows.predicted(row));
    }
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
    List<DriftCounts> messages = new ArrayList<>(counts.size());
    counts.forEach(
        (key, window) ->
            messages.add(
                window.toAvro(
                    key.version(),
                    Instant.ofEpochMilli(key.windowStart()),
                    sourcePartition,
                    Instant.EPOCH)));
    counts.clear();
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

  private WindowCounts window(long timestamp) {
    if (window == null || timestamp < windowStart || timestamp >= windowEnd) {
      windowStart = settings.windowStart(timestamp);
      windowEnd = settings.windowEnd(windowStart);
      window = counts.computeIfAbsent(new Key(windowStart, version), key -> new WindowCounts());
    }
    return window;
  }
}
