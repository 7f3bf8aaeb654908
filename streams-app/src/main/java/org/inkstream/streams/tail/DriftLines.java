package org.inkstream.streams.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.OutlierReport;

/** Drift reports and their acknowledgements as lines for people. */
public final class DriftLines {

  /** The name of the labels' detector, where those of statistics stand. */
  public static final String LABELS = DriftMonitor.ERROR;

  private DriftLines() {}

  /**
   * Evidence beside its threshold, both as powers of ten: {@code 7.3/5.6}. What is below 0 is no
   * evidence, however far below, and is shown as 0.
   */
  public static String evidence(double log10Evidence, double log10Threshold) {
    String evidence =
        Double.isNaN(log10Evidence)
            ? "?"
            : format(log10Evidence < 100 ? "%.1f" : "%.0f", Math.max(0, log10Evidence));
    return evidence + format("/%.1f", log10Threshold);
  }

  /** A share in percent: {@code 98.76 %}. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "?" : format("%.2f %%", 100 * share);
  }

  /**
   * Outliers beside what is usual: {@code 12, 0.60 % (at most 0.10 % of images like the
   * reference's)}.
   */
  public static String outliers(OutlierReport outliers) {
    return format(
        "%,d, %s (at most %s of images like the reference's)",
        outliers.getFlagged(), percent(outliers.getShare()), percent(outliers.getLevel()));
  }

  /** The state of a whole report in words: {@code ALARM, material, harmful}. */
  public static String state(DriftReport report) {
    return report.getState()
        + (report.getMaterial() ? ", material" : "")
        + (report.getHarmful() ? ", harmful" : "");
  }

  static String words(DriftReport r) {
    List<String> parts = new ArrayList<>();
    parts.add(r.getWindowStart() + "/" + r.getWindowEnd());
    parts.add(r.getVersion());
    parts.add(
        r.getEvents()
            + " events"
            + (r.getLateEvents() == 0 ? "" : " (and " + r.getLateEvents() + " late)"));
    parts.add(state(r));
    for (DriftStatistic s : r.getStatistics()) {
      add(parts, s.getName(), s.getState(), s.getLog10Evidence(), s.getLog10Threshold());
    }
    LabelReport labels = r.getLabels();
    if (labels != null) {
      add(parts, LABELS, labels.getState(), labels.getLog10Evidence(), labels.getLog10Threshold());
    }
    for (AccuracyEstimate e : r.getAccuracyEstimates()) {
      parts.add(
          "estimated %s by %s (reference %s)"
              .formatted(
                  percent(e.getAccuracy()), e.getMethod(), percent(e.getReferenceAccuracy())));
    }
    if (r.getOutliers() != null && r.getOutliers().getFlagged() > 0) {
      parts.add("outliers " + outliers(r.getOutliers()));
    }
    if (labels != null) {
      parts.add(
          "measured %s (%s to %s) with labels of %s"
              .formatted(
                  percent(labels.getAccuracy()),
                  percent(labels.getAccuracyLow()),
                  percent(labels.getAccuracyHigh()),
                  percent(labels.getCoverage())));
    }
    return String.join("  ", parts);
  }

  private static void add(
      List<String> parts, String name, DriftState state, double evidence, double threshold) {
    if (state == DriftState.WARN || state == DriftState.ALARM) {
      parts.add(name + " " + state + " " + evidence(evidence, threshold));
    }
  }

  static String words(DriftAck a) {
    return a.getAt()
        + "  "
        + a.getVersion()
        + "  "
        + (a.getStatistic().isEmpty() ? "all" : a.getStatistic())
        + " acknowledged"
        + (a.getReason().isEmpty() ? "" : ": " + a.getReason())
        + "  by "
        + a.getWho();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
