package org.inkstream.streams.drift;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.streams.serde.WireSerde;

/**
 * The step of the topology that turns counts into reports, with its stores.
 *
 * <p>It adds up the counts of each version and window, and reports a window once every source
 * partition has come past its end and the grace: one report for each version with events in it, in
 * the order of window start and version, with the version as key and the window's end as time. The
 * version's detectors take note of each window as it is reported. Counts that come later are no
 * longer reported there; their number is in the version's next report. All is decided by event
 * time, so that a replay, however old, gives the same reports.
 *
 * <p>All counts must come in on one partition, and those of one source partition in the order they
 * were drained. At most {@value #MOST_OPEN} windows are open, counted for each version, which needs
 * about 50 MB of heap. More can only come of partitions that are read at very different speeds in a
 * replay (for one version and windows of half a minute, a day apart); then the oldest is reported
 * without waiting, and what comes for it is late.
 */
public final class DriftWindows
    implements ProcessorSupplier<String, DriftInput, String, DriftReport> {

  /** Name of the store of open windows. */
  public static final String STORE = "drift-windows";

  /** Name of the store of detectors. */
  public static final String MONITORS = "drift-detectors";

  /** What the keys of a {@link CountsWatcher} begin with in the store of detectors. */
  static final String WATCHER = "watcher|";

  /** Windows that may be open, counted for each version. */
  public static final int MOST_OPEN = 5_000;

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final Function<String, Optional<ReferenceProfile>> profiles;
  private final DriftListener listener;
  private final int mostOpen;
  private final CountsWatcher.Factory watcher;

  /**
   * The step for a topology.
   *
   * @param settings how drift is windowed
   * @param sourcePartitions partitions of the image events, at least 1; no window is over before
   *     each was heard of
   * @param profiles the reference profile of a version; asked for each report, by the thread of the
   *     topology, and may take its time to load it. Must not throw; when empty, the report has no
   *     statistics
   * @param listener hears of every report
   */
  public DriftWindows(
      DriftSettings settings,
      int sourcePartitions,
      Function<String, Optional<ReferenceProfile>> profiles,
      DriftListener listener) {
    this(settings, sourcePartitions, profiles, listener, MOST_OPEN, CountsWatcher.NONE);
  }

  DriftWindows(
      DriftSettings settings,
      int sourcePartitions,
      Function<String, Optional<ReferenceProfile>> profiles,
      DriftListener listener,
      int mostOpen,
      CountsWatcher.Factory watcher) {
    if (sourcePartitions < 1) {
      throw new IllegalArgumentException("no source partitions: " + sourcePartitions);
    }
    this.settings = settings;
    this.sourcePartitions = sourcePartitions;
    this.profiles = profiles;
    this.listener = listener;
    this.mostOpen = mostOpen;
    this.watcher = watcher;
  }

  /** The same step, which has the counts watched as they come. */
  public DriftWindows watchedBy(CountsWatcher.Factory other) {
    return new DriftWindows(settings, sourcePartitions, profiles, listener, mostOpen, other);
  }

  @Override
  public Processor<String, DriftInput, String, DriftReport> get() {
    return new WindowReporter(settings, sourcePartitions, profiles, listener, mostOpen, watcher);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        OpenWindows.store(STORE, WireSerde.of(DriftCounts.class)),
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(MONITORS), Serdes.String(), Serdes.ByteArray())
            .withLoggingEnabled(Map.of())
            .withCachingEnabled());
  }
}
