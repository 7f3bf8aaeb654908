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

  /**
   * About as many reports as fit into one transaction with ease. An idle partition's watermark can
   * end a long wait of many windows at once; the others follow with the next message or tick.
   */
  private static final int REPORTS_AT_ONCE = 500;

  private static final Duration TICK = Duration.ofSeconds(1);

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final Function<String, Optional<ReferenceProfile>> profiles;
  private final DriftListener listener;
  private final int mostOpen;
  private final CountsWatcher.Factory watchers;
  private ProcessorContext<String, DriftReport> context;
  private WindowState state;
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
    state = new WindowState(context.getStateStore(DriftWindows.STORE), settings, sourcePartitions);
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
      state.reached(counts.getSourcePartition(), counts.getWatermark().toEpochMilli());
      reportWhatIsOver();
    }
  }

  @Override
  public void close() {
    listener.closed();
  }

  private void count(DriftCounts counts) {
    if (counts.getWindowStart().toEpochMilli() < state.reportedBefore()) {
      state.addLate(counts);
      return;
    }
    state.add(counts);
    if (state.open() > mostOpen) {
      List<DriftCounts> oldest = report(Long.MAX_VALUE, 1);
      // A long replay can force many: one line for a thousand is enough.
      if (forced++ % 1000 == 0) {
        LOG.warn(
            "event=drift-window-forced windowStart={} open={} waitingSince={} forced={}",
            oldest.get(0).getWindowStart(),
            state.open(),
            Instant.ofEpochMilli(state.watermark()),
            forced);
      }
    }
  }

  private void reportWhatIsOver() {
    long over = settings.overBefore(state.watermark());
    if (over > state.reportedBefore()) {
      report(over, REPORTS_AT_ONCE);
    }
  }

  private List<DriftCounts> report(long before, int enough) {
    List<DriftCounts> windows = state.takeOldest(before, enough);
    Instant start = Instant.MIN;
    for (DriftCounts window : windows) {
      if (!window.getWindowStart().equals(start)) {
        start = window.getWindowStart();
        monitors.reign(versionsWithEvents(windows, start));
      }
      DriftReport report = report(window);
      context.forward(
          new Record<>(report.getVersion(), report, report.getWindowEnd().toEpochMilli()));
      listener.reported(report);
    }
    state.setReportedBefore(
        windows.size() < enough ? before : Math.min(before, end(windows.get(windows.size() - 1))));
    return windows;
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
    Instant end = Instant.ofEpochMilli(end(window));
    long late = state.takeLate(version);
    Optional<ReferenceProfile> profile =
        profiles.apply(version).filter(known -> counts.sums(known).isPresent());
    if (profile.isEmpty()) {
      return DriftReports.without(counts, version, start, end, late);
    }
    DriftMonitor monitor = monitors.of(version, profile.get());
    monitors.acknowledge(version, monitor, end.toEpochMilli());
    monitor.observe(counts, start);
    monitors.save(version, monitor);
    return DriftReports.report(profile.get(), monitor, counts, version, start, end, late);
  }

  private long end(DriftCounts window) {
    return settings.windowEnd(window.getWindowStart().toEpochMilli());
  }
}
