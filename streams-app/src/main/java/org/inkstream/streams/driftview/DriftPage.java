package org.inkstream.streams.driftview;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkstream.model.command.Terminal;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.MeanDiscrepancy;
import org.inkstream.schemas.SetCoverage;
import org.inkstream.streams.tail.DriftLines;

/** Reports as a page of text. Pure: the same reports give the same lines. */
final class DriftPage {

  private static final String LEGEND =
      "EVIDENCE/threshold in powers of ten; !: the move is large, too; times in UTC";

  /** Where what is said begins, after its title. */
  private static final int INDENT = 11;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Look look;
  private final StatisticsTable table;

  DriftPage(Look look) {
    this.look = look;
    this.table = new StatisticsTable(look);
  }

  /** All versions: those that are active with their tables, the others a line each. */
  List<String> lines(ReportBook book) {
    List<String> lines = new ArrayList<>();
    for (VersionReports version : book.active()) {
      lines.addAll(lines(version));
      lines.add("");
    }
    List<VersionReports> inactive =
        book.all().stream().filter(version -> !book.isActive(version)).toList();
    for (VersionReports version : inactive) {
      lines.addAll(wrap(version.version() + "  inactive " + inactivity(version), 2));
    }
    if (!inactive.isEmpty()) {
      lines.add("");
    }
    lines.addAll(wrap(LEGEND, 0));
    return lines;
  }

  /** One version with its table, be it active or not. */
  List<String> lines(ReportBook book, VersionReports version) {
    List<String> lines = new ArrayList<>(lines(version));
    if (!book.isActive(version)) {
      lines.addAll(1, wrap("inactive   " + inactivity(version), INDENT));
    }
    lines.add("");
    lines.addAll(wrap(LEGEND, 0));
    return lines;
  }

  private static String inactivity(VersionReports version) {
    return "since %s, then %s"
        .formatted(version.latest().getWindowEnd(), DriftLines.state(version.latest()));
  }

  private List<String> lines(VersionReports version) {
    DriftReport report = version.latest();
    List<String> lines = new ArrayList<>();
    add(lines, report.getVersion() + "  " + state(report));
    add(lines, "window     " + window(report));
    if (report.getLabels() != null) {
      add(lines, "measured   " + measured(report.getLabels()));
      if (report.getLabels().getPredictionSets() != null) {
        add(lines, "covered    " + covered(report.getLabels().getPredictionSets()));
      }
    }
    if (report.getOutliers() != null) {
      add(lines, "outliers   " + DriftLines.outliers(report.getOutliers()));
    }
    String title = "estimated  ";
    for (AccuracyEstimate estimate : report.getAccuracyEstimates()) {
      add(lines, title + estimated(estimate));
      title = " ".repeat(title.length());
    }
    if (report.getEmbedding() != null) {
      add(lines, "embedding  " + embedding(report.getEmbedding()));
    }
    lines.addAll(table.lines(version));
    return lines;
  }

  private static String state(DriftReport report) {
    return DriftLines.state(report)
        + (report.getState() == DriftState.UNKNOWN ? " (a report of an older release)" : "");
  }

  private static String window(DriftReport report) {
    Instant start = report.getWindowStart();
    Instant end = report.getWindowEnd();
    boolean sameDay = start.truncatedTo(ChronoUnit.DAYS).equals(end.truncatedTo(ChronoUnit.DAYS));
    StringBuilder words = new StringBuilder();
    words.append(start).append(" to ");
    words.append(sameDay ? TIME.format(end) : end);
    if (report.getWindows() > 0) {
      words.append(", no. ").append(report.getWindows());
    }
    words.append(", ").append(report.getEvents()).append(" events");
    if (report.getLateEvents() > 0) {
      words.append(", ").append(report.getLateEvents()).append(" late");
    }
    if (report.getStatisticEvents() > 0 && report.getStatisticEvents() < report.getEvents()) {
      words.append(", statistics of ").append(report.getStatisticEvents());
    }
    return words.toString();
  }

  private static String covered(SetCoverage sets) {
    return "%s (%s to %s), %d prediction sets"
        .formatted(
            DriftLines.percent(sets.getCoverage()),
            DriftLines.percent(sets.getCoverageLow()),
            DriftLines.percent(sets.getCoverageHigh()),
            sets.getEvents());
  }

  private static String measured(LabelReport labels) {
    return "%s (%s to %s), %d labels, %s of the events"
        .formatted(
            DriftLines.percent(labels.getAccuracy()),
            DriftLines.percent(labels.getAccuracyLow()),
            DriftLines.percent(labels.getAccuracyHigh()),
            labels.getLabelled(),
            DriftLines.percent(labels.getCoverage()));
  }

  private static String estimated(AccuracyEstimate estimate) {
    return "%s +/- %s by %s (reference %s)"
        .formatted(
            DriftLines.percent(estimate.getAccuracy()),
            // Three standard errors.
            String.format(Locale.ROOT, "%.2f", 100 * 3 * estimate.getStandardError()),
            estimate.getMethod(),
            DriftLines.percent(estimate.getReferenceAccuracy()));
  }

  private static String embedding(MeanDiscrepancy embedding) {
    return "MMD2 %s, %s its null quantile %s (%.0f %%)"
        .formatted(
            Figures.number(embedding.getMmd2()),
            embedding.getMmd2() > embedding.getNullQuantile() ? "above" : "not above",
            Figures.number(embedding.getNullQuantile()),
            100 * embedding.getLevel());
  }

  private void add(List<String> lines, String words) {
    lines.addAll(wrap(words, INDENT));
  }

  /** The words on lines of the page's width, those after the first indented. */
  private List<String> wrap(String words, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = Terminal.oneLine(words);
    String margin = "";
    while (margin.length() + rest.length() > look.width()) {
      int space = rest.lastIndexOf(' ', look.width() - margin.length());
      if (space <= (margin.isEmpty() ? indent : 0)) {
        // A word that is longer than the line stays whole.
        break;
      }
      lines.add(margin + rest.substring(0, space).stripTrailing());
      rest = rest.substring(space + 1);
      margin = " ".repeat(indent);
    }
    lines.add(margin + rest);
    return lines;
  }
}
