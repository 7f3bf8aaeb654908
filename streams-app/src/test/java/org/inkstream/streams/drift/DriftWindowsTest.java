package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;

class DriftWindowsTest {

  private static final ScoredRows ONE = Examples.plain(0.5f, Examples.ONE);

  /** A batch of one version; times in seconds, the watermark is the latest. */
  private static List<DriftCounts> batch(int partition, String version, long... seconds) {
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    counter.scoredBy(version, DriftWindowsDriver.PROFILE);
    long watermark = 0;
    for (long second : seconds) {
      Examples.add(counter, second * 1000, "e" + second, ONE);
      watermark = Math.max(watermark, second * 1000);
    }
    return counter.drain(partition, watermark);
  }

  private static DriftCounts idle(int partition, long second) {
    return DriftCounter.heartbeat(partition, second * 1000);
  }

  /** Version, start in seconds, events, late events of each report since last asked. */
  private static List<Tuple> reports(DriftWindowsDriver windows) {
    List<Tuple> tuples = new ArrayList<>();
    for (DriftReport report : windows.reports()) {
      assertThat(report.getWindowEnd()).isEqualTo(report.getWindowStart().plusSeconds(60));
      tuples.add(
          tuple(
              report.getVersion(),
              report.getWindowStart().getEpochSecond(),
              report.getEvents(),
              report.getLateEvents()));
    }
    return tuples;
  }

  @Test
  void shouldReportAWindowOnceEventsHaveComePastItsEndAndTheGrace() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10, 20, 59));
      windows.send(batch(0, "v1", 64));
      assertThat(reports(windows)).isEmpty();

      windows.send(batch(0, "v1", 65));

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 3L, 0L));
    }
  }

  @Test
  void shouldCountEventsThatComeWithinTheGrace() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10));
      windows.send(batch(0, "v1", 64));
      windows.send(batch(0, "v1", 59));
      windows.send(batch(0, "v1", 65));

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 2L, 0L));
    }
  }

  @Test
  void shouldCountABatchThatClosesItsOwnWindowWhole() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10, 70, 200));

      assertThat(reports(windows))
          .containsExactly(tuple("v1", 0L, 1L, 0L), tuple("v1", 60L, 1L, 0L));
    }
  }

  @Test
  void shouldPutLateEventsIntoTheNextReportOfTheirVersionOnce() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10, 65));
      assertThat(reports(windows)).hasSize(1);

      windows.send(batch(0, "v1", 11, 12));
      windows.send(batch(0, "v1", 13));
      windows.send(batch(0, "v2", 66, 125));
      assertThat(reports(windows))
          .containsExactly(tuple("v1", 60L, 1L, 3L), tuple("v2", 60L, 1L, 0L));

      windows.send(batch(0, "v1", 126, 185));
      assertThat(reports(windows))
          .containsExactly(tuple("v1", 120L, 1L, 0L), tuple("v2", 120L, 1L, 0L));
    }
  }

  @Test
  void shouldNotOpenAWindowThatHadNoEventsInTime() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 300));
      windows.send(batch(0, "v1", 10));
      windows.send(batch(0, "v1", 400));

      assertThat(reports(windows)).containsExactly(tuple("v1", 300L, 1L, 1L));
    }
  }

  @Test
  void shouldReportEachVersionOfAWindowInOrder() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v9", 10, 11));
      windows.send(batch(0, "v8", 61));
      windows.send(batch(0, "v10", 12));
      windows.send(batch(0, "v8", 13, 14, 15));
      windows.send(idle(0, 125));

      assertThat(reports(windows))
          .containsExactly(
              tuple("v10", 0L, 1L, 0L),
              tuple("v8", 0L, 3L, 0L),
              tuple("v9", 0L, 2L, 0L),
              tuple("v8", 60L, 1L, 0L));
    }
  }

  @Test
  void shouldWaitForTheSlowestPartition() {
    try (var windows = new DriftWindowsDriver(2)) {
      windows.send(batch(0, "v1", 10, 500));
      assertThat(reports(windows)).isEmpty();

      windows.send(batch(1, "v1", 20, 70));

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 2L, 0L));
    }
  }

  @Test
  void shouldNotWaitForAnIdlePartition() {
    try (var windows = new DriftWindowsDriver(2)) {
      windows.send(batch(0, "v1", 10, 100));
      windows.send(idle(1, 64));
      assertThat(reports(windows)).isEmpty();

      windows.send(idle(1, 65));

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 1L, 0L));
    }
  }

  @Test
  void shouldReportTheLastWindowOfAStreamGoneQuiet() {
    PartitionClock clock = new PartitionClock(Examples.MINUTES);
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 30));
      clock.event(30_000, 30_000);
      for (long now = 31_000; now <= 74_000; now += 1000) {
        clock.tick(now);
        windows.send(counter.drain(0, clock.watermark()));
      }
      assertThat(reports(windows)).isEmpty();

      // End of the window, grace, idle timeout.
      clock.tick(75_000);
      windows.send(counter.drain(0, clock.watermark()));

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 1L, 0L));
    }
  }

  @Test
  void shouldNotReportAnythingForHeartbeatsAlone() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(idle(0, 1000));
      windows.send(idle(0, 10_000));

      assertThat(reports(windows)).isEmpty();
    }
  }

  @Test
  void shouldNotGoBackWhenAPartitionDoes() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10, 65));
      windows.send(idle(0, 30));
      windows.send(batch(0, "v1", 11));
      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 1L, 0L));

      windows.send(idle(0, 125));
      assertThat(reports(windows)).containsExactly(tuple("v1", 60L, 1L, 1L));
    }
  }

  @Test
  void shouldTakeInPartitionsAddedToTheTopicLater() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(3, "v1", 10));
      windows.send(batch(0, "v1", 70));
      assertThat(reports(windows)).isEmpty();

      for (int partition = 1; partition <= 3; partition++) {
        windows.send(idle(partition, 70));
      }

      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 1L, 0L));
    }
  }

  @Test
  void shouldKeepNothingOfAReportedWindow() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "v1", 10, 65));
      windows.send(batch(0, "v1", 11));
      windows.send(idle(0, 125));
      assertThat(reports(windows)).hasSize(2);

      assertThat(windows.changelog()).containsOnlyKeys("partition|0000000000", "reported");
    }
  }

  @Test
  void shouldReportAVersionWithoutAProfileByItsClasses() {
    try (var windows = new DriftWindowsDriver(1)) {
      windows.send(batch(0, "bare", 10));
      windows.send(idle(0, 65));

      DriftReport report = windows.reports().get(0);
      assertThat(report.getReferenceProfile()).isEmpty();
      assertThat(report.getStatistics()).isEmpty();
      assertThat(report.getClasses()).extracting(ClassShare::getCount).containsExactly(0L, 1L);
    }
  }

  @Test
  void shouldSpreadManyReportsOverTicksWithoutSplittingAWindow() {
    try (var windows = new DriftWindowsDriver(2)) {
      for (int i = 0; i < 199; i++) {
        windows.send(batch(0, "v1", 60L * i));
        windows.send(batch(0, "v2", 60L * i));
        windows.send(batch(0, "v3", 60L * i));
      }
      windows.send(idle(0, 100_000));

      windows.send(idle(1, 100_000));
      // 500 at once, and the third version of the last of them.
      assertThat(windows.reports()).hasSize(501);

      windows.passASecond();
      assertThat(windows.reports()).hasSize(3 * 199 - 501);
    }
  }

  @Test
  void shouldReportTheOldestWindowEarlyRatherThanKeepTooMany() {
    DriftWindowsDriver before = new DriftWindowsDriver(2);
    for (int i = 0; i < DriftWindowsDriver.MOST_OPEN; i++) {
      before.send(batch(0, "v1", 60L * i));
    }
    assertThat(reports(before)).isEmpty();

    try (var windows = before.crash()) {
      windows.send(batch(0, "v1", 60L * DriftWindowsDriver.MOST_OPEN));
      assertThat(reports(windows)).containsExactly(tuple("v1", 0L, 1L, 0L));

      windows.send(batch(1, "v1", 59, 60, 125));
      assertThat(reports(windows)).containsExactly(tuple("v1", 60L, 2L, 1L));
    }
  }

  @Test
  void shouldSayWhatMovedInTheNumbersOfAWindow() {
    // Expected values from a computation of the definitions in Python, with exact fractions for ks.
    ReferenceProfile profile = Examples.plainProfile();
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    counter.scoredBy("v1", profile);
    float[] inks = {0.01f, 0.015f, 0.03f, 0.095f, 0.105f, 0.29f, 0.295f, 0.31f, 0.5f, 0.9f};
    for (int i = 0; i < inks.length; i++) {
      float[] output = i < 4 ? Examples.ZERO : i < 9 ? Examples.ONE : Examples.TWO;
      Examples.add(
          counter, 1_714_979_280_000L + 5000 * i, "e" + i, Examples.plain(inks[i], output));
    }
    try (var windows = new DriftWindowsDriver(1, profile)) {
      windows.send(counter.drain(0, 1_714_979_280_000L));
      windows.send(DriftCounter.heartbeat(0, 1_714_979_345_000L));

      List<DriftReport> reports = windows.reports();
      assertThat(reports).hasSize(1);
      DriftReport report = reports.get(0);
      assertThat(report.getWindowStart()).isEqualTo(Instant.parse("2024-05-06T07:08:00Z"));
      assertThat(report.getWindowEnd()).isEqualTo(Instant.parse("2024-05-06T07:09:00Z"));
      assertThat(report.getEvents()).isEqualTo(10);
      assertThat(report.getStatisticEvents()).isEqualTo(10);
      assertThat(report.getReferenceEvents()).isEqualTo(31);
      assertThat(report.getReferenceProfile()).isEqualTo(profile.digest());
      assertThat(report.getClasses())
          .extracting(
              ClassShare::getName,
              ClassShare::getCount,
              ClassShare::getShare,
              ClassShare::getReferenceShare)
          .containsExactly(
              tuple("zero", 4L, 0.4, 20.0 / 31),
              tuple("one", 5L, 0.5, 11.0 / 31),
              tuple("two", 1L, 0.1, 0.0));
      assertThat(report.getStatistics())
          .extracting(DriftStatistic::getName)
          .isEqualTo(profile.featureMap().names());
      DriftStatistic ink = statistic(report, "input.mean");
      assertThat(ink.getBins())
          .containsExactly(2L, 1L, 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 2L, 3L);
      // Means are kept to 2^-20.
      assertThat(ink.getMean()).isCloseTo(0.255, within(0x1p-20));
      assertThat(ink.getPsi()).isCloseTo(0.9872952791370664, within(1e-12));
      assertThat(ink.getPsiDebiased()).isCloseTo(-0.9965756886048691, within(1e-12));
      assertThat(ink.getKs()).isCloseTo(25.0 / 62, within(1e-12));
      assertThat(statistic(report, "confidence.entropy").getMean())
          .isCloseTo(0.5586683682852926, within(0x1p-20));
    }
  }

  private static DriftStatistic statistic(DriftReport report, String name) {
    return report.getStatistics().stream()
        .filter(statistic -> statistic.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldRefuseToWaitForNoPartition() {
    assertThatThrownBy(
            () ->
                new DriftWindows(
                    DriftSettings.DEFAULT, 0, v -> Optional.empty(), DriftListener.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
