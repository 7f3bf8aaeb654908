package org.inkstream.streams.shadow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.shadow.ShadowReports;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.drift.DriftSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link ShadowWindows} does with each message. */
final class ShadowReporter implements Processor<String, ShadowCounts, String, ShadowReport> {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowReporter.class);

  /** About as many as fit into one transaction with ease; others follow with the next tick. */
  private static final int REPORTS_AT_ONCE = 500;

  private static final Duration TICK = Duration.ofSeconds(1);

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final ShadowReportListener listener;
  private final int mostOpen;
  private ProcessorContext<String, ShadowReport> context;
  private ShadowState state;

  ShadowReporter(
      DriftSettings settings, int sourcePartitions, ShadowReportListener listener, int mostOpen) {
    this.settings = settings;
    this.sourcePartitions = sourcePartitions;
    this.listener = listener;
    this.mostOpen = mostOpen;
  }

  @Override
  public void init(ProcessorContext<String, ShadowReport> context) {
    this.context = context;
    state = new ShadowState(context.getStateStore(ShadowWindows.STORE), settings, sourcePartitions);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> reportWhatIsOver());
  }

  @Override
  public void process(Record<String, ShadowCounts> record) {
    ShadowCounts counts = record.value();
    if (!counts.getChampion().isEmpty()) {
      state.add(counts);
      if (state.open() > mostOpen) {
        LOG.warn("event=shadow-window-forced open={}", state.open());
        report(Long.MAX_VALUE, 1);
      }
    }
    if (counts.getSourcePartition() >= 0) {
      state.reached(counts.getSourcePartition(), counts.getWatermark().toEpochMilli());
    }
    reportWhatIsOver();
  }

  @Override
  public void close() {
    listener.closed();
  }

  private void reportWhatIsOver() {
    long over = settings.overBefore(state.watermark());
    if (over > state.reportedBefore()) {
      report(over, REPORTS_AT_ONCE);
    }
  }

  private void report(long before, int enough) {
    List<ShadowCounts> windows = state.takeOldest(before, enough);
    long last = state.reportedBefore();
    for (ShadowCounts window : windows) {
      last = settings.windowEnd(window.getWindowStart().toEpochMilli());
      ShadowReport report =
          ShadowReports.report(
              Comparison.of(window),
              window.getChampion(),
              window.getShadow(),
              window.getWindowStart(),
              Instant.ofEpochMilli(last));
      context.forward(new Record<>(report.getShadow(), report, last));
      listener.reported(report);
    }
    state.setReportedBefore(windows.size() < enough ? before : Math.min(before, last));
  }
}
