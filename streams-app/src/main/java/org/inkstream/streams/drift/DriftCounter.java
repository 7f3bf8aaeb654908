package org.inkstream.streams.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.drift.Observation;
import org.inkstream.model.drift.ReferenceProfile;
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

  // The window that the last event was in: nearly always the next one's too.
  private String version = "";
  private long windowStart;
  private long windowEnd;
  private WindowCounts window;

  /** A counter with no events. */
  public DriftCounter(DriftSettings settings) {
    this.settings = settings;
  }

  /**
   * Adds one event.
   *
   * @param version the version that scored it, not empty
   * @param profile that version's reference profile; without one, only its class is counted
   * @param timestamp event time, milliseconds since the epoch
   * @param observation what was seen of it
   */
  public void add(
      String version, Optional<ReferenceProfile> profile, long timestamp, Observation observation) {
    WindowCounts into = window(version, timestamp);
    if (profile.isPresent()) {
      into.add(observation, profile.get());
    } else {
      into.add(observation);
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

  private WindowCounts window(String version, long timestamp) {
    if (window == null
        || timestamp < windowStart
        || timestamp >= windowEnd
        || !version.equals(this.version)) {
      if (version.isEmpty()) {
        throw new IllegalArgumentException("an event needs the version that scored it");
      }
      this.version = version;
      windowStart = settings.windowStart(timestamp);
      windowEnd = settings.windowEnd(windowStart);
      window = counts.computeIfAbsent(new Key(windowStart, version), key -> new WindowCounts());
    }
    return window;
  }
}
