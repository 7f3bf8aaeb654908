package org.inkstream.streams.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.journal.Journal;

/**
 * Adds up the scored events by version and window, from one drain to the next. What was added and
 * not saved is lost in a crash: save before the batch can be committed. For one thread.
 */
public final class DriftCounter {

  private record Key(long windowStart, String version) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::windowStart).thenComparing(Key::version);

    /** In the journal. The version is last, as it may hold '|'. */
    String name() {
      return windowStart + "|" + version;
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** What one version did in one window. */
  private static final class Tally {
    private final WindowCounts counts;
    private final long[] batchMillis = new long[BATCH_BINS];
    private long rejected;
    private boolean changed;

    Tally() {
      counts = new WindowCounts();
    }

    Tally(DriftCounts saved) {
      counts = WindowCounts.of(saved);
      rejected = saved.getRejected();
      for (int i = 0; i < BATCH_BINS; i++) {
        batchMillis[i] = saved.getBatchMillis().get(i);
      }
    }

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
  private final Journal journal;
  private final Wire<DriftCounts> wire = Wire.of(DriftCounts.class);
  private final Map<Key, Tally> tallies = new TreeMap<>();
  private final Map<String, byte[]> packed = new TreeMap<>();
  private long drained;

  private String version = "";
  private ReferenceProfile profile;
  private FeatureExtractor extractor;

  // What was found of a batch's events before they were scored.
  private long[] hashes = {};
  private double[] inputs = {};
  private double[] pValues = {};
  private ScoredRows rows;

  // The window that the last event was in: nearly always the next one's too.
  private long windowStart;
  private long windowEnd;
  private Tally window;

  /**
   * A counter with the events that were saved and not drained.
   *
   * @throws IllegalStateException if the journal has what no counter has written
   */
  public DriftCounter(DriftSettings settings, Journal journal) {
    this.settings = settings;
    this.journal = journal;
    journal.forEach(this::restore);
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
   * Looks at the images of a batch, which need not be scored yet.
   *
   * @param rows the batch: its inputs are there
   * @param ids the events', in the order of the rows
   */
  public void lookAhead(ScoredRows rows, List<String> ids) {
    this.rows = rows;
    if (hashes.length < ids.size()) {
      hashes = new long[ids.size()];
      inputs = new double[ids.size() * FeatureExtractor.INPUTS];
      pValues = new double[ids.size()];
    }
    Optional<OutlierTest> test = profile.outlierTest();
    for (int row = 0; row < ids.size(); row++) {
      hashes[row] = EventHash.of(ids.get(row));
      int from = row * FeatureExtractor.INPUTS;
      if (test.isPresent() || isSampled(hashes[row])) {
        extractor.extractInputs(rows, row, inputs, from);
      }
      pValues[row] = test.isPresent() ? test.get().pValue(inputs, from) : 1;
    }
  }

  /**
   * The p-value of an image of the batch that was looked at last, by its version's {@link
   * OutlierTest}; 1 if it has none.
   */
  public double pValue(int row) {
    return pValues[row];
  }

  /**
   * Adds one event of the batch that was looked at last.
   *
   * @param timestamp event time, milliseconds since the epoch
   * @param row its place in the batch, which is scored by now
   */
  public void add(long timestamp, int row) {
    WindowCounts into = window(timestamp).counts;
    if (isSampled(hashes[row])) {
      into.add(rows, row, hashes[row], profile, extractor, inputs, row * FeatureExtractor.INPUTS);
    } else {
      into.add(rows.predicted(row));
    }
    if (profile.outlierTest().filter(test -> test.flags(pValues[row])).isPresent()) {
      into.addOutlier();
    }
  }

  private boolean isSampled(long hash) {
    return EventHash.sampled(hash, settings.sample());
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

  /** Versions and windows with something to drain. */
  public int size() {
    return tallies.size();
  }

  /** Packs what was added since this was last called, for {@link #save}. */
  public void pack() {
    tallies.forEach(
        (key, tally) -> {
          if (tally.changed) {
            packed.put(key.name(), wire.encode(tally.message(key, 0)));
            tally.changed = false;
          }
        });
    // The next event's window is looked up, and so known to have changed.
    window = null;
  }

  /** Writes to the journal what was added since this was last called. */
  public void save() {
    pack();
    packed.forEach(journal::put);
    packed.clear();
  }

  /**
   * What was counted since the last drain, to be sent in this order; counting starts anew. Only the
   * last carries the watermark, because it holds once all are counted. If nothing was counted, but
   * a window may be over because of the watermark (an idle partition, a batch of dead letters), it
   * goes alone; otherwise nothing does.
   *
   * @param sourcePartition the partition that the events came from
   * @param watermark how far that partition has come: {@link PartitionClock#watermark()}
   */
  public List<DriftCounts> drain(int sourcePartition, long watermark) {
    List<DriftCounts> messages = new ArrayList<>(tallies.size());
    tallies.forEach(
        (key, tally) -> {
          messages.add(tally.message(key, sourcePartition));
          journal.delete(key.name());
        });
    tallies.clear();
    window = null;
    if (!messages.isEmpty()) {
      messages.get(messages.size() - 1).setWatermark(Instant.ofEpochMilli(watermark));
    } else if (settings.overBefore(watermark) > settings.overBefore(drained)) {
      messages.add(heartbeat(sourcePartition, watermark));
    }
    if (!messages.isEmpty()) {
      drained = watermark;
    }
    return messages;
  }

  /**
   * A message that only moves a partition's watermark. Its version is empty.
   *
   * @param sourcePartition the idle partition
   * @param watermark how far it is assumed to have come
   */
  public static DriftCounts heartbeat(int sourcePartition, long watermark) {
    return new WindowCounts()
        .toAvro("", Instant.EPOCH, sourcePartition, Instant.ofEpochMilli(watermark));
  }

  private void restore(String name, byte[] saved) {
    try {
      DriftCounts counts = wire.decode(saved);
      tallies.put(
          new Key(counts.getWindowStart().toEpochMilli(), counts.getVersion()), new Tally(counts));
    } catch (UndecodableException e) {
      throw new IllegalStateException("saved counts of " + name, e);
    }
  }

  private Tally window(long timestamp) {
    if (window == null || timestamp < windowStart || timestamp >= windowEnd) {
      windowStart = settings.windowStart(timestamp);
      windowEnd = settings.windowEnd(windowStart);
      window = tallies.computeIfAbsent(new Key(windowStart, version), key -> new Tally());
      window.changed = true;
    }
    return window;
  }
}
