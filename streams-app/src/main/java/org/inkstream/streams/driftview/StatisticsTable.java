package org.inkstream.streams.driftview;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inkstream.model.command.Terminal;
import org.inkstream.schemas.DriftState;
import org.inkstream.streams.tail.DriftLines;

/** The statistics of one version, by evidence. */
final class StatisticsTable {

  /** Statistics that are shown in any case. */
  static final int SHOWN = 12;

  private static final int FEWEST_BARS = 8;
  private static final int WIDE = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What goes first where the terminal is too narrow for all and the bars. */
  private static final List<String> LEAST_MISSED = List.of("KS", "W1/sd", "SINCE", "PSI", "REF");

  private final Look look;

  StatisticsTable(Look look) {
    this.look = look;
  }

  /** The titles, the rows, and how many rows were left out. */
  List<String> lines(VersionReports version) {
    List<Watched> all = Watched.of(version.latest());
    if (all.isEmpty()) {
      return List.of(
          version.latest().getReferenceProfile().isEmpty()
              ? "no reference profile is known, so there are no statistics"
              : "no statistics were taken in this window");
    }
    List<Watched> shown =
        IntStream.range(0, all.size())
            .filter(i -> look.all() || i < SHOWN || all.get(i).isRaised())
            .mapToObj(all::get)
            .toList();
    List<String> lines = new ArrayList<>(lines(version, shown));
    int hidden = all.size() - shown.size();
    if (hidden > 0) {
      lines.add("and " + hidden + " with less evidence, none in WARN or ALARM (--all)");
    }
    return lines;
  }

  private List<String> lines(VersionReports version, List<Watched> shown) {
    Instant end = version.latest().getWindowEnd();
    TextTable table = new TextTable();
    table.addLeft("STATISTIC", cells(shown, w -> Terminal.oneLine(w.name())));
    table.addLeft("STATE", cells(shown, w -> w.state() + (w.material() ? "!" : "")));
    table.addRight("EVIDENCE", cells(shown, StatisticsTable::evidence));
    table.addRight("NOW", cells(shown, w -> Figures.number(w.now())));
    table.addRight("REF", cells(shown, w -> Figures.number(w.reference())));
    table.addRight("PSI", cells(shown, w -> Figures.effect(w.psiDebiased())));
    table.addRight("W1/sd", cells(shown, w -> Figures.effect(w.wasserstein())));
    table.addRight("KS", cells(shown, w -> Figures.effect(w.ks())));
    table.addLeft("SINCE", cells(shown, w -> since(w.since(), end)));
    int gap = look.width() < WIDE ? 1 : 2;
    for (String title : LEAST_MISSED) {
      if (look.width() - table.width(gap) - gap < FEWEST_BARS) {
        table.remove(title);
      }
    }
    int bars =
        Math.max(
            FEWEST_BARS, Math.min(VersionReports.WINDOWS, look.width() - table.width(gap) - gap));
    table.addLeft(
        bars < 16 ? "LAST " + bars : "LAST " + bars + " WINDOWS",
        cells(
            shown, w -> look.sparkline().of(version.evidence(w.name()), w.log10Threshold(), bars)));
    return table.lines(gap);
  }

  private static List<String> cells(List<Watched> rows, Function<Watched, String> cell) {
    return Collections.unmodifiableList(rows.stream().map(cell).toList());
  }

  private static String evidence(Watched w) {
    return w.state() == DriftState.UNKNOWN
        ? "-"
        : DriftLines.evidence(w.log10Evidence(), w.log10Threshold());
  }

  private static String since(Instant since, Instant end) {
    if (since == null) {
      return "-";
    }
    Instant day = end.minusMillis(1).truncatedTo(ChronoUnit.DAYS);
    return (since.isBefore(day) ? DAY : TIME).format(since);
  }
}
