package org.inkstream.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.junit.jupiter.api.Test;

class DriftNewsTest {

  private static final Instant TURNED = Instant.parse("2026-11-23T09:30:04Z");

  private final DriftNews news = new DriftNews();

  @Test
  void shouldTellAQuietWindowInALine() {
    List<String> lines = news.lines(report(0, DriftState.OK, 0.9, 0.2), TURNED, 0);

    assertThat(lines)
        .containsExactly(
            "drift of v1 from 09:30:00 to 09:30:10, 2,000 images: OK; no evidence;"
                + " accuracy estimated 95.87 % (reference 95.63 %);"
                + " measured 95.24 % (94.21 % to 96.13 %)");
  }

  @Test
  void shouldTellTheThreeStatisticsOfMostEvidence() {
    List<String> lines = news.lines(report(0, DriftState.WARN, 1.2, 4.4, 2, 3), TURNED, 0);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains("WARN; evidence s1 4.4/5.6, s3 3.0/5.6, s2 2.0/5.6;");
  }

  @Test
  void shouldAnnounceTheFirstAlarmAfterTheImagesWereTurned() {
    news.turned(TURNED, 4_000);

    List<String> first =
        news.lines(report(0, DriftState.ALARM, 0, 7), TURNED.plusSeconds(12), 6_400);
    List<String> second =
        news.lines(report(1, DriftState.ALARM, 0, 9), TURNED.plusSeconds(22), 8_400);

    assertThat(first).hasSize(2);
    assertThat(first.get(1))
        .isEqualTo(
            "and the alarm: 12 s and 2,400 images after they were turned;"
                + " most evidence: s1 7.0/5.6, mean 0.500 (reference 0.250)");
    assertThat(second).hasSize(1);
    assertThat(news.summary())
        .isEqualTo("alarm: 12 s and 2,400 images after they were turned; none before");
  }

  @Test
  void shouldNotTakeAFalseAlarmForATrueOne() {
    List<String> early = news.lines(report(-1, DriftState.ALARM, 6), TURNED.minusSeconds(1), 3_900);
    news.turned(TURNED, 4_000);
    List<String> latched =
        news.lines(report(0, DriftState.ALARM, 6), TURNED.plusSeconds(12), 6_400);

    assertThat(early).hasSize(2);
    assertThat(early.get(1)).startsWith("a false alarm: nothing was changed yet;");
    assertThat(latched).hasSize(1);
    assertThat(news.summary()).isEqualTo("alarm: none; false ones before, of v1");
  }

  @Test
  void shouldSayThatThereWasNone() {
    assertThat(news.summary()).isEqualTo("alarm: none; none before");
  }

  /** The window that begins so many times ten seconds after half past nine. */
  private static DriftReport report(int window, DriftState state, double... evidence) {
    Instant start = Instant.parse("2026-11-23T09:30:00Z").plusSeconds(10L * window);
    List<DriftStatistic> statistics =
        IntStream.range(0, evidence.length).mapToObj(i -> statistic("s" + i, evidence[i])).toList();
    return DriftReport.newBuilder()
        .setVersion("v1")
        .setWindowStart(start)
        .setWindowEnd(start.plusSeconds(10))
        .setEvents(2000)
        .setState(state)
        .setClasses(List.of())
        .setStatistics(statistics)
        .setAccuracyEstimates(
            List.of(new AccuracyEstimate("mean-confidence", 0.9587, 0.001, 0.9563)))
        .setLabels(
            new LabelReport(
                2000L, 1.0, 95L, 0.9524, 0.9421, 0.9613, 0.1, 0.02, 0.1, 0.02, 0.5, 5.6, state,
                null, null))
        .build();
  }

  private static DriftStatistic statistic(String name, double log10Evidence) {
    return DriftStatistic.newBuilder()
        .setName(name)
        .setMean(0.5)
        .setReferenceMean(0.25)
        .setReferenceStdDev(0.1)
        .setPsi(0)
        .setPsiDebiased(0)
        .setKs(0)
        .setBins(List.of())
        .setReferenceBins(List.of())
        .setLog10Evidence(log10Evidence)
        .setLog10Threshold(5.623)
        .setState(DriftState.OK)
        .build();
  }
}
