package org.inkstream.streams.driftview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.streams.tail.DriftLines;

/**
 * What one detector of a report watches: a statistic, or the error among the labels. Numbers that
 * it does not have are NaN.
 *
 * @param now what is typical of the window: the median; the mean in reports without quantiles; NaN
 *     if it was found for no event; the error rate of the labels
 * @param reference the same of the reference; the accepted error rate of the labels
 * @param since null while it is OK
 */
record Watched(
    String name,
    DriftState state,
    double log10Evidence,
    double log10Threshold,
    double now,
    double reference,
    double psiDebiased,
    double wasserstein,
    double ks,
    Instant since,
    boolean material) {

  /** Place of the median among the schema's quantiles. */
  private static final int MEDIAN = 2;

  private static final int QUANTILES = 5;

  /** Most evidence first, what has no number last, otherwise in the report's order. */
  private static final Comparator<Watched> BY_EVIDENCE =
      Comparator.comparingDouble(
          w -> Double.isNaN(w.log10Evidence()) ? Double.POSITIVE_INFINITY : -w.log10Evidence());

  /** All of a report, by evidence. */
  static List<Watched> of(DriftReport report) {
    List<Watched> all = new ArrayList<>();
    if (report.getLabels() != null) {
      all.add(of(report.getLabels()));
    }
    report.getStatistics().forEach(statistic -> all.add(of(statistic)));
    all.sort(BY_EVIDENCE);
    return all;
  }

  private static Watched of(DriftStatistic s) {
    // Reports of older releases say nothing of these.
    boolean known = s.getState() != DriftState.UNKNOWN;
    // In a window of labels alone, say, nothing is in a bin: its zeros are not what was found.
    boolean found = s.getBins().isEmpty() || s.getBins().stream().anyMatch(bin -> bin > 0);
    boolean quantiles = s.getQuantiles().size() == QUANTILES;
    boolean reference = s.getReferenceQuantiles().size() == QUANTILES && (quantiles || !found);
    return new Watched(
        s.getName(),
        s.getState(),
        known ? s.getLog10Evidence() : Double.NaN,
        s.getLog10Threshold(),
        found ? quantiles ? s.getQuantiles().get(MEDIAN) : s.getMean() : Double.NaN,
        reference ? s.getReferenceQuantiles().get(MEDIAN) : s.getReferenceMean(),
        found ? s.getPsiDebiased() : Double.NaN,
        known && found ? s.getWasserstein() : Double.NaN,
        found ? s.getKs() : Double.NaN,
        s.getSince(),
        s.getMaterial());
  }

  private static Watched of(LabelReport labels) {
    return new Watched(
        DriftLines.LABELS,
        labels.getState(),
        labels.getLog10Evidence(),
        labels.getLog10Threshold(),
        1 - labels.getAccuracy(),
        labels.getAcceptedError(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        labels.getSince(),
        false);
  }

  /** Whether somebody ought to look at it. */
  boolean isRaised() {
    return state == DriftState.WARN || state == DriftState.ALARM;
  }
}
