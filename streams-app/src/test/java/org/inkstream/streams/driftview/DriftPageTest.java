package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as the lines that people see. */
class DriftPageTest {

  private static final Look LOOK = new Look(false, 120, Sparkline.ASCII);

  @Test
  void shouldShowWhatAReportHas() {
    assertThat(lines(LOOK, Reports.report("v2", -1, DriftState.OK), Reports.whole("v2", 0)))
        .containsExactly(
            "v2  ALARM, material",
            "window     2026-11-23T09:29:30Z to 09:30:00Z, no. 41, 2000 events, 3 late, statistics"
                + " of 500",
            "measured   88.82 % (86.72 % to 90.70 %), 1002 labels, 50.10 % of the events",
            "covered    99.60 % (98.98 % to 99.89 %), 1002 prediction sets",
            "outliers   12, 0.60 % (at most 0.10 % of images like the reference's)",
            "estimated  87.20 % +/- 0.30 by mean-confidence (reference 99.22 %)",
            "           88.10 % +/- 0.45 by thresholded-confidence (reference 99.22 %)",
            "embedding  MMD2 0.0123, above its null quantile 0.0041 (99 %)",
            "STATISTIC              STATE   EVIDENCE     NOW     REF   PSI  W1/sd    KS"
                + "  SINCE  LAST 30 WINDOWS",
            "confidence.entropy     ALARM!  12.3/5.6  0.1500  0.0040  1.68   0.92  0.50"
                + "  09:27                               @",
            "embedding.mahalanobis  WARN     4.0/5.6  0.1500  0.0040  1.68   0.92  0.50"
                + "  09:27                               +",
            "labels.error           WARN     2.5/4.0  0.1118  0.0210     -      -     -"
                + "  09:29                               +",
            "input.mean             OK       0.4/5.6  0.1340  0.1300  0.00   0.10  0.03"
                + "  -                                   .",
            "",
            "EVIDENCE/threshold in powers of ten; !: the move is large, too; times in UTC");
  }

  @Test
  void shouldShowNoNumbersOfEventsWhereThereWereLabelsOnly() {
    DriftReport labelled = Reports.whole("v2", 0);
    labelled.setEvents(0L);
    labelled
        .getStatistics()
        .forEach(
            statistic -> {
              statistic.setBins(List.of(0L, 0L));
              statistic.setQuantiles(List.of());
              statistic.setMean(0.0);
            });

    assertThat(lines(LOOK, labelled))
        .anySatisfy(
            line ->
                assertThat(line).matches("input.mean +OK +0.4/5.6 +- +0.1300 +- +- +- +- +\\S"));
  }

  @Test
  void shouldFitIntoEightyColumns() {
    List<String> lines =
        lines(new Look(false, 80, Sparkline.BLOCKS), Reports.whole("20261123T093000Z-cnn-60d7", 0));

    assertThat(lines)
        .containsExactly(
            "20261123T093000Z-cnn-60d7  ALARM, material",
            "window     2026-11-23T09:29:30Z to 09:30:00Z, no. 41, 2000 events, 3 late,",
            "           statistics of 500",
            "measured   88.82 % (86.72 % to 90.70 %), 1002 labels, 50.10 % of the events",
            "covered    99.60 % (98.98 % to 99.89 %), 1002 prediction sets",
            "outliers   12, 0.60 % (at most 0.10 % of images like the reference's)",
            "estimated  87.20 % +/- 0.30 by mean-confidence (reference 99.22 %)",
            "           88.10 % +/- 0.45 by thresholded-confidence (reference 99.22 %)",
            "embedding  MMD2 0.0123, above its null quantile 0.0041 (99 %)",
            "STATISTIC             STATE  EVIDENCE    NOW    REF  PSI W1/sd SINCE LAST 11",
            "confidence.entropy    ALARM! 12.3/5.6 0.1500 0.0040 1.68  0.92 09:27           █",
            "embedding.mahalanobis WARN    4.0/5.6 0.1500 0.0040 1.68  0.92 09:27           ▅",
            "labels.error          WARN    2.5/4.0 0.1118 0.0210    -     - 09:29           ▅",
            "input.mean            OK      0.4/5.6 0.1340 0.1300 0.00  0.10 -               ▁",
            "",
            "EVIDENCE/threshold in powers of ten; !: the move is large, too; times in UTC");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 120, 200})
  void shouldKeepToTheWidth(int width) {
    assertThat(lines(new Look(true, width, Sparkline.ASCII), Reports.whole("v1", 0)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(width, 55)));
  }

  @Test
  void shouldShowTheTwelveWithTheMostEvidenceAndAllThatAreRaised() {
    Stream<DriftStatistic> many =
        IntStream.range(0, 20).mapToObj(i -> Reports.ok("s" + i, 2 + 0.1 * i));
    // An alarm that has latched stays, though its evidence has gone.
    DriftStatistic latched = Reports.raised("latched", DriftState.ALARM, 0.2, false);
    DriftReport report =
        Reports.report(
            "v1",
            0,
            DriftState.ALARM,
            Stream.concat(many, Stream.of(latched)).toArray(DriftStatistic[]::new));

    List<String> names = lines(LOOK, report).stream().map(line -> line.split(" ")[0]).toList();

    assertThat(names)
        .containsSequence(
            "STATISTIC",
            "s19",
            "s18",
            "s17",
            "s16",
            "s15",
            "s14",
            "s13",
            "s12",
            "s11",
            "s10",
            "s9",
            "s8",
            "latched");
    assertThat(lines(LOOK, report))
        .contains("and 8 with less evidence, none in WARN or ALARM (--all)");
    assertThat(lines(new Look(true, 120, Sparkline.ASCII), report))
        .anySatisfy(line -> assertThat(line).startsWith("s0 "))
        .noneSatisfy(line -> assertThat(line).contains("--all"));
  }

  @Test
  void shouldShowReportsOfOlderReleases() {
    assertThat(
            lines(
                LOOK,
                Reports.report("v1", 0, DriftState.UNKNOWN, Reports.old("b"), Reports.old("a"))))
        .containsExactly(
            "v1  UNKNOWN (a report of an older release)",
            "window     2026-11-23T09:29:30Z to 09:30:00Z, 2000 events",
            "STATISTIC  STATE    EVIDENCE     NOW     REF   PSI  W1/sd    KS  SINCE"
                + "  LAST 30 WINDOWS",
            "b          UNKNOWN         -  0.1340  0.1300  0.00      -  0.03  -",
            "a          UNKNOWN         -  0.1340  0.1300  0.00      -  0.03  -",
            "",
            "EVIDENCE/threshold in powers of ten; !: the move is large, too; times in UTC");
  }

  @Test
  void shouldShowWhatIsNotANumber() {
    DriftStatistic broken =
        Reports.statistic("broken", DriftState.OK, Double.NaN)
            .setMean(Double.NaN)
            .setPsiDebiased(Double.NaN)
            .setWasserstein(Double.POSITIVE_INFINITY)
            .setKs(Double.NaN)
            .build();

    assertThat(lines(LOOK, Reports.report("v1", 0, DriftState.OK, broken, Reports.ok("fine", -2))))
        .containsExactly(
            "v1  OK",
            "window     2026-11-23T09:29:30Z to 09:30:00Z, 2000 events",
            "STATISTIC  STATE  EVIDENCE     NOW     REF   PSI  W1/sd    KS  SINCE"
                + "  LAST 30 WINDOWS",
            "fine       OK      0.0/5.6  0.1340  0.1300  0.00   0.10  0.03  -            "
                + "                       .",
            "broken     OK        ?/5.6       -  0.1300     -    inf     -  -",
            "",
            "EVIDENCE/threshold in powers of ten; !: the move is large, too; times in UTC");
  }

  @Test
  void shouldSayWhyThereAreNoStatistics() {
    assertThat(lines(LOOK, Reports.builder("v1", 0, DriftState.OK).setReferenceProfile("").build()))
        .contains("no reference profile is known, so there are no statistics");
    assertThat(lines(LOOK, Reports.report("v1", 0, DriftState.OK)))
        .contains("no statistics were taken in this window");
  }

  @Test
  void shouldShowAVersionWithoutRecentReportsAsOneLine() {
    DriftReport old = Reports.report("v1", 0, DriftState.ALARM, Reports.ok("a", 1));
    DriftReport recent = Reports.report("v2", 11, DriftState.OK);

    assertThat(lines(LOOK, old, recent).stream().filter(line -> line.contains("v1")))
        .containsExactly("v1  inactive since 2026-11-23T09:30:00Z, then ALARM");
  }

  @Test
  void shouldShowThatVersionWithItsTableWhenItIsAskedFor() {
    ReportBook book = new ReportBook();
    book.add(Reports.report("v1", 0, DriftState.ALARM, Reports.ok("a", 1)));
    book.add(Reports.report("v2", 11, DriftState.OK));

    assertThat(new DriftPage(LOOK).lines(book, book.version("v1").orElseThrow()))
        .contains("inactive   since 2026-11-23T09:30:00Z, then ALARM")
        .anySatisfy(line -> assertThat(line).startsWith("a "));
  }

  @Test
  void shouldDrawTheEvidenceOfTheLastWindows() {
    DriftReport[] reports =
        IntStream.rangeClosed(-31, 0)
            .mapToObj(
                i -> Reports.report("v1", i, DriftState.OK, Reports.ok("a", i < -8 ? 0 : i + 8)))
            .toArray(DriftReport[]::new);

    assertThat(lines(LOOK, reports))
        .anySatisfy(line -> assertThat(line).endsWith("-      ......................:-=+#@@@"));
  }

  @Test
  void shouldLetNoNameMoveTheCursor() {
    assertThat(lines(LOOK, Reports.report("v\u001b[2J", 0, DriftState.OK, Reports.ok("a\n", 1))))
        .noneSatisfy(line -> assertThat(line).containsAnyOf("\u001b", "\n"));
  }

  private static List<String> lines(Look look, DriftReport... reports) {
    ReportBook book = new ReportBook();
    List.of(reports).forEach(book::add);
    return new DriftPage(look).lines(book);
  }
}
