package org.inkstream.model.drift;

import java.time.Instant;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.SetCoverage;

/** What labels say of a window, as a report has it. */
final class LabelReports {

  /** Of each side of an interval of 95 %. */
  private static final double CONFIDENCE = 0.975;

  private LabelReports() {}

  /**
   * @param monitor has observed the window
   * @return null if no label came
   */
  static LabelReport of(WindowCounts counts, DriftMonitor monitor) {
    LabelCounts labels = counts.labels();
    long labelled = labels.labelled();
    if (labelled == 0) {
      return null;
    }
    long right = labelled - labels.errors();
    Instant since = monitor.alarm(monitor.error()).whenRaised().orElse(null);
    return LabelReport.newBuilder()
        .setLabelled(labelled)
        .setCoverage(counts.events() == 0 ? 0 : (double) labelled / counts.events())
        .setErrors(labels.errors())
        .setAccuracy(labels.accuracy())
        .setAccuracyLow(Intervals.lower(right, labelled, CONFIDENCE))
        .setAccuracyHigh(Intervals.upper(right, labelled, CONFIDENCE))
        .setCrossEntropy(labels.crossEntropy())
        .setEce(labels.ece())
        .setBrier(labels.brier())
        .setPredictionSets(coverage(labels.covered(), labels.sets()))
        .setAcceptedError(monitor.acceptedError())
        .setLog10Evidence(DriftReports.log10(monitor.logEvidence(monitor.error())))
        .setLog10Threshold(DriftReports.log10(monitor.logThreshold()))
        .setState(monitor.alarm(monitor.error()).state())
        .setSince(since)
        .build();
  }

  private static SetCoverage coverage(long covered, long events) {
    return events == 0
        ? null
        : new SetCoverage(
            events,
            covered,
            (double) covered / events,
            Intervals.lower(covered, events, CONFIDENCE),
            Intervals.upper(covered, events, CONFIDENCE));
  }
}
