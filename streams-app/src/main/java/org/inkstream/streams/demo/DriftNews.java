package org.inkstream.streams.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.streams.tail.DriftLines;

/**
 * Tells drift reports as they come, a line each, and the first alarm after the images were turned.
 * Safe for use by many threads.
 */
final class DriftNews {

  /** Statistics that a line has. */
  private static final int MOST = 3;

  /** Evidence that is worth a word: ten times what none gives on average in a window. */
  private static final double WORTH_TELLING = 1;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Set<String> alarmedBefore = new HashSet<>();
  private Instant turnedAt = Instant.MAX;
  private long classifiedBefore;
  private String alarm = "none";

  /**
   * From now on the images are turned.
   *
   * @param classified images so far
   */
  synchronized void turned(Instant at, long classified) {
    turnedAt = at;
    classifiedBefore = classified;
  }

  /**
   * What to say about a report.
   *
   * @param now when it was heard
   * @param classified images so far
   */
  synchronized List<String> lines(DriftReport report, Instant now, long classified) {
    List<String> lines = new ArrayList<>();
    lines.add(line(report));
    if (report.getState() != DriftState.ALARM) {
      return lines;
    }
    if (!report.getWindowEnd().isAfter(turnedAt)) {
      if (alarmedBefore.add(report.getVersion())) {
        lines.add("a false alarm: nothing was changed yet; most evidence: " + moved(report));
      }
    } else if (alarm.equals("none") && !alarmedBefore.contains(report.getVersion())) {
      alarm =
          String.format(
              Locale.ROOT,
              "%d s and %,d images after they were turned",
              Duration.between(turnedAt, now).toSeconds(),
              classified - classifiedBefore);
      lines.add("and the alarm: " + alarm + "; most evidence: " + moved(report));
    }
    return lines;
  }

  /** The alarm, and any that was false, in a line. */
  synchronized String summary() {
    return "alarm: "
        + alarm
        + (alarmedBefore.isEmpty()
            ? "; none before"
            : "; false ones before, of " + String.join(", ", alarmedBefore));
  }

  private static String line(DriftReport report) {
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            Locale.ROOT,
            "drift of %s from %s to %s, %,d images: %s",
            report.getVersion(),
            TIME.format(report.getWindowStart()),
            TIME.format(report.getWindowEnd()),
            report.getEvents(),
            DriftLines.state(report)));
    String evidence =
        strongest(report).stream().map(DriftNews::evidence).collect(Collectors.joining(", "));
    parts.add(evidence.isEmpty() ? "no evidence" : "evidence " + evidence);
    if (!report.getAccuracyEstimates().isEmpty()) {
      AccuracyEstimate estimate = report.getAccuracyEstimates().get(0);
      parts.add(
          "accuracy estimated %s (reference %s)"
              .formatted(
                  DriftLines.percent(estimate.getAccuracy()),
                  DriftLines.percent(estimate.getReferenceAccuracy())));
    }
    LabelReport labels = report.getLabels();
    if (labels != null) {
      parts.add(
          "measured %s (%s to %s)"
              .formatted(
                  DriftLines.percent(labels.getAccuracy()),
                  DriftLines.percent(labels.getAccuracyLow()),
                  DriftLines.percent(labels.getAccuracyHigh())));
    }
    return String.join("; ", parts);
  }

  private static String moved(DriftReport report) {
    return strongest(report).stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s, mean %.3g (reference %.3g)",
                    evidence(each),
                    each.getMean(),
                    each.getReferenceMean()))
        .collect(Collectors.joining("; "));
  }

  private static String evidence(DriftStatistic statistic) {
    return statistic.getName()
        + " "
        + DriftLines.evidence(statistic.getLog10Evidence(), statistic.getLog10Threshold());
  }

  private static List<DriftStatistic> strongest(DriftReport report) {
    return report.getStatistics().stream()
        .filter(each -> each.getLog10Evidence() >= WORTH_TELLING)
        .sorted(Comparator.comparingDouble(DriftStatistic::getLog10Evidence).reversed())
        .limit(MOST)
        .toList();
  }
}
