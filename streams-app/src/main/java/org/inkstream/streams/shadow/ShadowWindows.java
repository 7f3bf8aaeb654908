package org.inkstream.streams.shadow;

import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.drift.OpenWindows;
import org.inkstream.streams.serde.WireSerde;

/**
 * The step of the topology that turns counts into reports, with its store.
 *
 * <p>The windows are those of the drift statistics. One is reported when every partition of the
 * images has come past its end and the grace: one report for each pair of champion and shadow that
 * has something in it, with the shadow as key and the window's end as time. What comes later, as
 * labels do, is counted in the first window that is not reported yet: nothing is left out, and
 * nothing is counted twice.
 *
 * <p>All counts must come in on one partition.
 */
public final class ShadowWindows
    implements ProcessorSupplier<String, ShadowCounts, String, ShadowReport> {

  /** Name of the store. */
  public static final String STORE = "shadow-windows";

  /** Windows that may be open, counted for each pair; then the oldest is reported early. */
  public static final int MOST_OPEN = 5_000;

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final ShadowReportListener listener;
  private final int mostOpen;

  /**
   * The step for a topology.
   *
   * @param settings how windows are cut
   * @param sourcePartitions partitions of the image events, at least 1; no window is over before
   *     each was heard of
   * @param listener hears of every report
   */
  public ShadowWindows(
      DriftSettings settings, int sourcePartitions, ShadowReportListener listener) {
    this(settings, sourcePartitions, listener, MOST_OPEN);
  }

  ShadowWindows(
      DriftSettings settings, int sourcePartitions, ShadowReportListener listener, int mostOpen) {
    if (sourcePartitions < 1) {
      throw new IllegalArgumentException("no source partitions: " + sourcePartitions);
    }
    this.settings = settings;
    this.sourcePartitions = sourcePartitions;
    this.listener = listener;
    this.mostOpen = mostOpen;
  }

  @Override
  public Processor<String, ShadowCounts, String, ShadowReport> get() {
    return new ShadowReporter(settings, sourcePartitions, listener, mostOpen);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(OpenWindows.store(STORE, WireSerde.of(ShadowCounts.class)));
  }
}
