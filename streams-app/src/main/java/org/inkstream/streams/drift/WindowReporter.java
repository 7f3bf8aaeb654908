package org.inkstream.streams.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.DriftReports;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link DriftWindows} does with each message. */
final class WindowReporter implements Processor<String, DriftInput, String, DriftReport> {

  private static final Logger LOG = LoggerFactory.getLogger(WindowReporter.class);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final Function<String, Optional<ReferenceProfile>> profiles;
  private final DriftListener listener;
  private final int mostOpen;
  private final CountsWatcher.Factory watchers;
  private ProcessorContext<String, DriftReport> context;
  private OpenWindows<DriftCounts> windows;
  private LateEvents late;
  private Monitors monitors;
  private CountsWatcher watcher;
  private long forced;

  WindowReporter(
      DriftSettings settings,
      int sourcePartitions,
      Function<String, Optional<ReferenceProfile>> profiles,
      DriftListener listener,
      int mostOpen,
      CountsWatcher.Factory watchers) {
    this.settings = settings;
    this.sourcePartitions = sourcePartitions;
    this.profiles = profiles;
    this.listener = listener;
    this.mostOpen = mostOpen;
    this.watchers = watchers;
  }

  @Override
  public void init(ProcessorContext<String, DriftReport> context) {
    this.context = context;
    KeyValueStore<String, DriftCounts> store = context.getStateStore(DriftWindows.STORE);
    windows = new OpenWindows<>(store, new Versions(), settings, sourcePartitions);
    late = new LateEvents(store);
    monitors = new Monitors(context.getStateStore(DriftWindows.MONITORS));
    watcher = watchers.of(context.getStateStore(DriftWindows.MONITORS));
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> reportWhatIsOver());
  }

  @Override
  public void process(Record<String, DriftInput> record) {
    if (record.value() instanceof DriftInput.Acknowledged acknowledged) {
      monitors.acknowledged(acknowledged.ack(), record.timestamp());
    } else if (record.value() instanceof DriftInput.Counts input) {
      DriftCounts counts = input.counts();
      if (!counts.getVersion().isEmpty()) {
        count(counts);
        watcher.counted(counts);
      }
      windows.reached(counts.getSourcePartition(), counts.getWatermark().toEpochMilli());
      reportWhatIsOver();
    }
  }

  @Override
  public void close() {
    listener.closed();
  }

  private void count(DriftCounts counts) {
    long start = counts.getWindowStart().toEpochMilli();
    if (start < windows.reportedBefore()) {
      late.add(counts);
      return;
    }
    windows.add(counts, start);
    if (windows.open() > mostOpen) {
      List<DriftCounts> oldest = windows.takeOldest();
      report(oldest);
      // A long replay can force many: one line for a thousand is enough.
      if (forced++ % 1000 == 0) {
        LOG.warn(
            "event=drift-window-forced windowStart={} open={} waitingSince={} forced={}",
            oldest.get(0).getWindowStart(),
            windows.open(),
            Instant.ofEpochMilli(windows.watermark()),
            forced);
      }
    }
  }

  private void reportWhatIsOver() {
    report(windows.takeOver());
  }

  private void report(List<DriftCounts> over) {
    Instant start = Instant.MIN;
    for (DriftCounts window : over) {
      if (!window.getWindowStart().equals(start)) {
        start = window.getWindowStart();
        monitors.reign(versionsWithEvents(over, start));
      }
      DriftReport report = report(window);
      context.forward(
          new Record<>(report.getVersion(), report, report.getWindowEnd().toEpochMilli()));
      listener.reported(report);
    }
  }

  private static Set<String> versionsWithEvents(List<DriftCounts> windows, Instant start) {
    return windows.stream()
        .filter(window -> window.getWindowStart().equals(start) && window.getEvents() > 0)
        .map(DriftCounts::getVersion)
        .collect(Collectors.toSet());
  }

  private DriftReport report(DriftCounts window) {
    String version = window.getVersion();
    WindowCounts counts = WindowCounts.of(window);
    Instant start = window.getWindowStart();
    Instant end = Instant.ofEpochMilli(settings.windowEnd(start.toEpochMilli()));
    long lateEvents = late.take(version);
    Optional<ReferenceProfile> profile =
        profiles.apply(version).filter(known -> counts.sums(known).isPresent());
    if (profile.isEmpty()) {
      return DriftReports.without(counts, version, start, end, lateEvents);
    }
    DriftMonitor monitor = monitors.of(version, profile.get());
    monitors.acknowledge(version, monitor, end.toEpochMilli());
    monitor.observe(counts, start);
    monitors.save(version, monitor);
    return DriftReports.report(profile.get(), monitor, counts, version, start, end, lateEvents);
  }

  /** Counts are of a version. */
  private static final class Versions implements OpenWindows.Kind<DriftCounts> {
    @Override
    public String name(DriftCounts counts) {
      return counts.getVersion();
    }

    @Override
    public DriftCounts sum(DriftCounts counts, DriftCounts before, long windowStart) {
      WindowCounts sum = WindowCounts.of(counts);
      if (before != null) {
        sum.merge(WindowCounts.of(before));
      }
      return sum.toAvro(counts.getVersion(), Instant.ofEpochMilli(windowStart), 0, Instant.EPOCH);
    }

    @Override
    public DriftCounts mark(int partition, long watermark) {
      return DriftCounter.heartbeat(partition, watermark);
    }

    @Override
    public long watermark(DriftCounts mark) {
      return mark.getWatermark().toEpochMilli();
    }
  }
}
