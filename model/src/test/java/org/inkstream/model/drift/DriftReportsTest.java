package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.StatisticCounts;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.Test;

class DriftReportsTest {

  private static final Instant START = Instant.ofEpochSecond(60);
  private static final Instant END = Instant.ofEpochSecond(90);

  private static DriftReport report(ReferenceProfile profile, WindowCounts counts) {
    return DriftReports.report(Optional.ofNullable(profile), counts, "v7", START, END, 2);
  }

  private static Observation observation(double meanInk, float... probabilities) {
    return new Observation(meanInk, probabilities);
  }

  @Test
  void shouldCompareTheWindowWithTheReference() {
    ReferenceProfile profile =
        new ProfileBuilder(Examples.NAMES)
            .add(observation(0.25, 1, 0, 0))
            .add(observation(0.25, 0, 1, 0))
            .add(observation(0.75, 1, 0, 0))
            .add(observation(0.75, 0, 0, 1))
            .build();
    WindowCounts counts = new WindowCounts();
    counts.add(observation(0.25, 1, 0, 0), profile);
    counts.add(observation(0.5, 1, 0, 0), profile);
    counts.add(observation(0.75, 1, 0, 0), profile);
    counts.add(observation(1, 0, 1, 0), profile);

    DriftReport report = report(profile, counts);

    assertThat(report.getVersion()).isEqualTo("v7");
    assertThat(report.getWindowStart()).isEqualTo(START);
    assertThat(report.getWindowEnd()).isEqualTo(END);
    assertThat(report.getEvents()).isEqualTo(4);
    assertThat(report.getLateEvents()).isEqualTo(2);
    assertThat(report.getReferenceProfile()).isEqualTo(profile.digest());
    assertThat(report.getReferenceEvents()).isEqualTo(4);
    assertThat(report.getClasses())
        .extracting(
            ClassShare::getLabel,
            ClassShare::getName,
            ClassShare::getCount,
            ClassShare::getShare,
            ClassShare::getReferenceShare)
        .containsExactly(
            Tuple.tuple(0, "zero", 3L, 0.75, 0.5),
            Tuple.tuple(1, "one", 1L, 0.25, 0.25),
            Tuple.tuple(2, "two", 0L, 0.0, 0.25));
    assertThat(report.getStatistics())
        .extracting(DriftStatistic::getName)
        .containsExactly("meanInk", "entropy", "confidence");
    DriftStatistic ink = report.getStatistics().get(0);
    assertThat(ink.getMean()).isEqualTo(0.625);
    assertThat(ink.getReferenceMean()).isEqualTo(0.5);
    // Four values a quarter from their mean: sqrt(4/16 / 3)
    assertThat(ink.getReferenceStdDev()).isCloseTo(0.28867513459481287, within(1e-15));
    assertThat(ink.getEdges()).containsExactly(0.25);
    assertThat(ink.getReferenceBins()).containsExactly(2L, 2L);
    assertThat(ink.getBins()).containsExactly(1L, 3L);
    // -1/4 ln 1/2 + 1/4 ln 3/2 = 1/4 ln 3
    assertThat(ink.getPsi()).isCloseTo(0.27465307216702745, within(1e-15));
    assertThat(ink.getPsiDebiased()).isCloseTo(0.27465307216702745 - 0.5, within(1e-15));
    assertThat(ink.getKs()).isEqualTo(0.25);
  }

  @Test
  void shouldReportWhatIsTrueWithoutAProfile() {
    WindowCounts counts = new WindowCounts();
    counts.add(observation(0.25, 0, 0.5f, 0.25f, 0.25f));

    DriftReport report = report(null, counts);

    assertThat(report.getEvents()).isEqualTo(1);
    assertThat(report.getReferenceProfile()).isEmpty();
    assertThat(report.getReferenceEvents()).isZero();
    assertThat(report.getStatistics()).isEmpty();
    assertThat(report.getClasses())
        .extracting(ClassShare::getName, ClassShare::getShare, ClassShare::getReferenceShare)
        .containsExactly(Tuple.tuple("0", 0.0, null), Tuple.tuple("1", 1.0, null));
  }

  @Test
  void shouldNotCompareBinsOfAnotherProfile() {
    WindowCounts counts = new WindowCounts();
    counts.add(Examples.ink(0.5), Examples.of(1, 50));
    ReferenceProfile other = Examples.of(2, 50);

    DriftReport report = report(other, counts);

    assertThat(report.getStatistics()).isEmpty();
    assertThat(report.getReferenceProfile()).isEqualTo(other.digest());
    assertThat(report.getClasses()).extracting(ClassShare::getName).isEqualTo(Examples.NAMES);
  }

  @Test
  void shouldHaveNothingThatIsNotANumberWhateverWasCounted() throws Exception {
    for (ReferenceProfile profile :
        List.of(Examples.ofInk(0.5), Examples.of(1, 3), Examples.of(1, 500))) {
      for (long events : new long[] {0, 1, 10_000_000}) {
        WindowCounts counts = allInTheLastBin(profile, events);
        DriftReport report = report(profile, counts);

        assertThat(report.getStatistics()).hasSize(3);
        for (DriftStatistic statistic : report.getStatistics()) {
          assertThat(
                  List.of(
                      statistic.getMean(),
                      statistic.getReferenceMean(),
                      statistic.getReferenceStdDev(),
                      statistic.getPsi(),
                      statistic.getPsiDebiased(),
                      statistic.getKs()))
              .allSatisfy(value -> assertThat(value).isFinite());
        }
        assertThat(report.getClasses())
            .allSatisfy(share -> assertThat(share.getShare()).isBetween(0.0, 1.0));
        Wire<DriftReport> wire = Wire.of(DriftReport.class);
        assertThat(wire.decode(wire.encode(report))).isEqualTo(report);
      }
    }
  }

  private static WindowCounts allInTheLastBin(ReferenceProfile profile, long events) {
    DriftCounts.Builder counts =
        DriftCounts.newBuilder(new WindowCounts().toAvro("v7", START, 0, START));
    counts.setEvents(events).setClasses(List.of(events)).setProfile(profile.digest());
    List<StatisticCounts> statistics =
        IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  List<Long> bins = new ArrayList<>(Collections.nCopies(profile.bins(i), 0L));
                  bins.set(bins.size() - 1, events);
                  return new StatisticCounts(bins, events << 20);
                })
            .toList();
    return WindowCounts.of(counts.setStatistics(statistics).build());
  }
}
