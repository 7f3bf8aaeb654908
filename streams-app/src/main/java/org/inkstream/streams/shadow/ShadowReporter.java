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
import org.inkstream.streams.drift.OpenWindows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link ShadowWindows} does with each message. */
final class ShadowReporter implements Processor<String, ShadowCounts, String, ShadowReport> {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowReporter.class);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final DriftSettings settings;
  private final int sourcePartitions;
  private final ShadowReportListener listener;
  private final int mostOpen;
  private ProcessorContext<String, ShadowReport> context;
  private OpenWindows<ShadowCounts> windows;

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
    windows =
        new OpenWindows<>(
            context.getStateStore(ShadowWindows.STORE), new Pairs(), settings, sourcePartitions);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> reportWhatIsOver());
  }

  @Override
  public void process(Record<String, ShadowCounts> record) {
    ShadowCounts counts = record.value();
    if (!counts.getChampion().isEmpty()) {
      // Nothing is late: the first window that is not reported takes what its own cannot.
      windows.add(
          counts, Math.max(counts.getWindowStart().toEpochMilli(), windows.reportedBefore()));
      if (windows.open() > mostOpen) {
        LOG.warn("event=shadow-window-forced open={}", windows.open());
        report(windows.takeOldest());
      }
    }
    if (counts.getSourcePartition() >= 0) {
      windows.reached(counts.getSourcePartition(), counts.getWatermark().toEpochMilli());
    }
    reportWhatIsOver();
  }

  @Override
  public void close() {
    listener.closed();
  }

  private void reportWhatIsOver() {
    report(windows.takeOver());
  }

  private void report(List<ShadowCounts> over) {
    for (ShadowCounts window : over) {
      long end = settings.windowEnd(window.getWindowStart().toEpochMilli());
      ShadowReport report =
          ShadowReports.report(
              Comparison.of(window),
              window.getChampion(),
              window.getShadow(),
              window.getWindowStart(),
              Instant.ofEpochMilli(end));
      context.forward(new Record<>(report.getShadow(), report, end));
      listener.reported(report);
    }
  }

  /** Counts are of a champion and its shadow. */
  private static final class Pairs implements OpenWindows.Kind<ShadowCounts> {
    @Override
    public String name(ShadowCounts counts) {
      return counts.getChampion() + "\n" + counts.getShadow();
    }

    @Override
    public ShadowCounts sum(ShadowCounts counts, ShadowCounts before, long windowStart) {
      Comparison sum = Comparison.of(counts);
      if (before != null) {
        sum.merge(Comparison.of(before));
      }
      return sum.toAvro(counts.getChampion(), counts.getShadow(), windowStart, 0, 0);
    }

    @Override
    public ShadowCounts mark(int partition, long watermark) {
      return new Comparison().toAvro("", "", 0, partition, watermark);
    }

    @Override
    public long watermark(ShadowCounts mark) {
      return mark.getWatermark().toEpochMilli();
    }
  }
}
