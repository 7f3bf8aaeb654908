package org.inkstream.streams.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.inkstream.model.drift.DriftReports;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link DriftWindows} does with each message. */
final class WindowReporter implements Processor<String, DriftCounts, String, DriftReport> {

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
  private final int mostOpen;
  private ProcessorContext<String, DriftReport> context;
  private WindowState state;
  private long forced;

  WindowReporter(
      DriftSettings settings,
      int sourcePartitions,
      Function<String, Optional<ReferenceProfile>> profiles,
      int mostOpen) {
    this.settings = settings;
    this.sourcePartitions = sourcePartitions;
    this.profiles = profiles;
    this.mostOpen = mostOpen;
  }

  @Override
  public void init(ProcessorContext<String, DriftReport> context) {
    this.context = context;
    state = new WindowState(context.getStateStore(DriftWindows.STORE), settings, sourcePartitions);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> reportWhatIsOver());
  }

  @Override
  public void process(Record<String, DriftCounts> record) {
    DriftCounts counts = record.value();
    if (!counts.getVersion().isEmpty()) {
      count(counts);
    }
    state.reached(counts.getSourcePartition(), counts.getWatermark().toEpochMilli());
    reportWhatIsOver();
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
    for (DriftCounts window : windows) {
      DriftReport report = report(window);
      context.forward(
          new Record<>(report.getVersion(), report, report.getWindowEnd().toEpochMilli()));
    }
    state.setReportedBefore(
        windows.size() < enough ? before : Math.min(before, end(windows.get(windows.size() - 1))));
    return windows;
  }

  private DriftReport report(DriftCounts window) {
    String version = window.getVersion();
    return DriftReports.report(
        profiles.apply(version),
        WindowCounts.of(window),
        version,
        window.getWindowStart(),
        Instant.ofEpochMilli(end(window)),
        state.takeLate(version));
  }

  private long end(DriftCounts window) {
    return settings.windowEnd(window.getWindowStart().toEpochMilli());
  }
}
