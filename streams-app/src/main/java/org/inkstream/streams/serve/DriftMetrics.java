package org.inkstream.streams.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.streams.tail.DriftLines;

/**
 * The newest drift report of each version as gauges. A version that falls behind is dropped, so
 * that series do not pile up with the versions. Safe for use by many threads.
 */
final class DriftMetrics {

  /** A version that is further behind the newest window than this many windows is dropped. */
  private static final int WINDOWS_KEPT = 10;

  private final Map<String, DriftReport> newest = new TreeMap<>();
  private final MultiGauge evidence;
  private final MultiGauge threshold;
  private final MultiGauge state;
  private final MultiGauge psi;
  private final MultiGauge wasserstein;
  private final MultiGauge windowEvents;
  private final MultiGauge outlierShare;
  private final MultiGauge estimatedAccuracy;
  private final MultiGauge accuracy;
  private final MultiGauge labelCoverage;
  private final MultiGauge setCoverage;
  private final MultiGauge mmd2;

  DriftMetrics(MeterRegistry registry) {
    evidence =
        gauge(
            registry, "evidence", "log10 of the evidence that a statistic has moved, or does harm");
    threshold = gauge(registry, "threshold", "log10 of the evidence that is an alarm");
    state = gauge(registry, "state", "0 OK, 1 WARN, 2 ALARM");
    psi = gauge(registry, "psi", "Population stability index without its bias");
    wasserstein = gauge(registry, "wasserstein", "Wasserstein-1 distance in standard deviations");
    windowEvents = gauge(registry, "window.events", "Events of the newest window");
    outlierShare =
        gauge(
            registry, "outlier.share", "Events of the newest window that were flagged as outliers");
    estimatedAccuracy =
        gauge(registry, "estimated.accuracy", "Accuracy in the newest window, without labels");
    accuracy = gauge(registry, "accuracy", "Accuracy on the labels of the newest window");
    labelCoverage = gauge(registry, "label.coverage", "Labels of the newest window, to its events");
    setCoverage =
        gauge(registry, "set.coverage", "Prediction sets of the newest window with the true class");
    mmd2 = gauge(registry, "mmd2", "Maximum mean discrepancy of the embedding, squared");
  }

  /** A window of a version was reported; its older windows may follow and are ignored. */
  synchronized void reported(DriftReport report) {
    newest.merge(
        report.getVersion(),
        report,
        (known, next) -> next.getWindowEnd().isBefore(known.getWindowEnd()) ? known : next);
    Duration kept =
        Duration.between(report.getWindowStart(), report.getWindowEnd()).multipliedBy(WINDOWS_KEPT);
    Instant end =
        newest.values().stream().map(DriftReport::getWindowEnd).max(Instant::compareTo).get();
    newest.values().removeIf(r -> r.getWindowEnd().isBefore(end.minus(kept)));
    register();
  }

  /** Another instance reports from now on. */
  synchronized void closed() {
    newest.clear();
    register();
  }

  private void register() {
    Rows rows = new Rows();
    newest.values().forEach(rows::add);
    evidence.register(rows.evidence, true);
    threshold.register(rows.threshold, true);
    state.register(rows.state, true);
    psi.register(rows.psi, true);
    wasserstein.register(rows.wasserstein, true);
    windowEvents.register(rows.windowEvents, true);
    outlierShare.register(rows.outlierShare, true);
    estimatedAccuracy.register(rows.estimatedAccuracy, true);
    accuracy.register(rows.accuracy, true);
    labelCoverage.register(rows.labelCoverage, true);
    setCoverage.register(rows.setCoverage, true);
    mmd2.register(rows.mmd2, true);
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder("inkstream.drift." + name)
        .description(description)
        .register(registry);
  }

  /** The gauges' rows of all versions. */
  private static final class Rows {
    final List<Row<?>> evidence = new ArrayList<>();
    final List<Row<?>> threshold = new ArrayList<>();
    final List<Row<?>> state = new ArrayList<>();
    final List<Row<?>> psi = new ArrayList<>();
    final List<Row<?>> wasserstein = new ArrayList<>();
    final List<Row<?>> windowEvents = new ArrayList<>();
    final List<Row<?>> outlierShare = new ArrayList<>();
    final List<Row<?>> estimatedAccuracy = new ArrayList<>();
    final List<Row<?>> accuracy = new ArrayList<>();
    final List<Row<?>> labelCoverage = new ArrayList<>();
    final List<Row<?>> setCoverage = new ArrayList<>();
    final List<Row<?>> mmd2 = new ArrayList<>();

    void add(DriftReport report) {
      Tags version = Tags.of("version", report.getVersion());
      windowEvents.add(Row.of(version, report.getEvents()));
      for (DriftStatistic s : report.getStatistics()) {
        Tags tags = version.and("statistic", s.getName());
        psi.add(Row.of(tags, s.getPsiDebiased()));
        wasserstein.add(Row.of(tags, s.getWasserstein()));
        addDetector(tags, s.getState(), s.getLog10Evidence(), s.getLog10Threshold());
      }
      for (AccuracyEstimate e : report.getAccuracyEstimates()) {
        estimatedAccuracy.add(Row.of(version.and("method", e.getMethod()), e.getAccuracy()));
      }
      if (report.getEmbedding() != null) {
        mmd2.add(Row.of(version, report.getEmbedding().getMmd2()));
      }
      if (report.getOutliers() != null) {
        outlierShare.add(Row.of(version, report.getOutliers().getShare()));
      }
      LabelReport labels = report.getLabels();
      if (labels != null) {
        accuracy.add(Row.of(version, labels.getAccuracy()));
        labelCoverage.add(Row.of(version, labels.getCoverage()));
        if (labels.getPredictionSets() != null) {
          setCoverage.add(Row.of(version, labels.getPredictionSets().getCoverage()));
        }
        addDetector(
            version.and("statistic", DriftLines.LABELS),
            labels.getState(),
            labels.getLog10Evidence(),
            labels.getLog10Threshold());
      }
    }

    private void addDetector(
        Tags tags, DriftState is, double log10Evidence, double log10Threshold) {
      if (is != DriftState.UNKNOWN) {
        evidence.add(Row.of(tags, log10Evidence));
        threshold.add(Row.of(tags, log10Threshold));
        state.add(Row.of(tags, is.ordinal() - DriftState.OK.ordinal()));
      }
    }
  }
}
