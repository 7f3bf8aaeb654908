package org.inkstream.streams.drift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.streams.drift.Examples.assertSameBits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alarms over many windows, their acknowledgement, and when detectors begin anew. */
class DriftDetectorsTest {

  private static final DriftState OK = DriftState.OK;
  private static final DriftState ALARM = DriftState.ALARM;
  private static final String INK = "input.mean";
  private static final String BRIGHT = "input.bright";

  /** Sixty events of one minute. */
  private static List<DriftCounts> minute(String version, int minute, boolean inky) {
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    counter.scoredBy(version, DriftWindowsDriver.PROFILE);
    Random random = new Random(minute);
    for (int second = 0; second < 60; second++) {
      long time = (60 * minute + second) * 1000L;
      ScoredRows image = inky ? Examples.inky(random) : Examples.usual(random);
      Examples.add(counter, time, version + "-" + time, image);
    }
    return counter.drain(0, 60_000L * minute);
  }

  private static List<DriftCounts> usual(String version, int minute) {
    return minute(version, minute, false);
  }

  private static List<DriftCounts> inky(String version, int minute) {
    return minute(version, minute, true);
  }

  /** All that came before this minute is over. */
  private static DriftCounts over(int minute) {
    return DriftCounter.heartbeat(0, 60_000L * minute + 5000);
  }

  /** The reports of windows sent one after another. */
  @SafeVarargs
  private static List<DriftReport> reports(
      DriftWindowsDriver windows, List<DriftCounts>... minutes) {
    List<DriftReport> reports = new ArrayList<>();
    for (List<DriftCounts> minute : minutes) {
      windows.send(minute);
      long start = minute.get(0).getWindowStart().toEpochMilli();
      windows.send(DriftCounter.heartbeat(0, start + 65_000));
      reports.addAll(windows.reports());
    }
    return reports;
  }

  private static DriftState state(DriftReport report, String statistic) {
    return statistic(report, statistic).getState();
  }

  private static DriftStatistic statistic(DriftReport report, String name) {
    return report.getStatistics().stream()
        .filter(statistic -> statistic.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** An alarm of both statistics of the ink, raised in minute 1, and the two reports. */
  private static List<DriftReport> alarmed(DriftWindowsDriver windows, String version) {
    List<DriftReport> reports = reports(windows, usual(version, 0), inky(version, 1));
    assertThat(reports).extracting(DriftReport::getState).containsExactly(OK, ALARM);
    assertThat(state(reports.get(1), INK)).isEqualTo(ALARM);
    assertThat(state(reports.get(1), BRIGHT)).isEqualTo(ALARM);
    return reports;
  }

  @Test
  void shouldKeepAnAlarmThoughTheStreamIsAsBefore() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      List<DriftReport> later = reports(windows, usual("v1", 2), usual("v1", 3), usual("v1", 4));

      assertThat(later)
          .allSatisfy(
              report -> {
                assertThat(report.getState()).isEqualTo(ALARM);
                assertThat(statistic(report, INK).getState()).isEqualTo(ALARM);
                assertThat(statistic(report, INK).getSince()).isEqualTo(Instant.ofEpochSecond(60));
              });
      assertThat(later).extracting(DriftReport::getWindows).containsExactly(3L, 4L, 5L);
    }
  }

  @Test
  void shouldBeginAnewWithTheWindowInWhichAllWasAcknowledged() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      windows.acknowledge("v1", "", 150);

      DriftReport next = reports(windows, usual("v1", 2)).get(0);
      assertThat(next.getState()).isEqualTo(OK);
      assertThat(next.getWindows()).isEqualTo(1);
      assertThat(statistic(next, INK).getSince()).isNull();
      // As of detectors that have seen this window alone.
      try (var fresh = new DriftWindowsDriver(1)) {
        assertSameBits(reports(fresh, usual("v1", 2)), List.of(next));
      }
    }
  }

  @Test
  void shouldRaiseTheAlarmAgainIfNothingHasChangedSince() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      windows.acknowledge("v1", "", 150);

      DriftReport next = reports(windows, inky("v1", 2)).get(0);
      assertThat(next.getState()).isEqualTo(ALARM);
      assertThat(statistic(next, INK).getSince()).isEqualTo(Instant.ofEpochSecond(120));
    }
  }

  @Test
  void shouldClearOnlyTheStatisticThatIsNamed() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      windows.acknowledge("v1", INK, 150);

      DriftReport next = reports(windows, usual("v1", 2)).get(0);
      assertThat(state(next, INK)).isEqualTo(OK);
      assertThat(state(next, BRIGHT)).isEqualTo(ALARM);
      assertThat(next.getState()).isEqualTo(ALARM);
      assertThat(next.getWindows()).isEqualTo(3);
    }
  }

  @Test
  void shouldApplyAnAcknowledgementToWindowsThatEndAfterIt() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      // The window from 120 on ends at 180.
      windows.acknowledge("v1", "", 180);

      List<DriftReport> reports = reports(windows, usual("v1", 2), usual("v1", 3));
      assertThat(reports).extracting(DriftReport::getState).containsExactly(ALARM, OK);
    }
  }

  @Test
  void shouldApplyAnAcknowledgementOnce() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");
      windows.acknowledge("v1", "", 150);

      List<DriftReport> reports = reports(windows, inky("v1", 2), usual("v1", 3));

      assertThat(reports).extracting(DriftReport::getState).containsExactly(ALARM, ALARM);
      assertThat(windows.detectors()).containsOnlyKeys("monitor|v1", "reigning");
    }
  }

  @Test
  void shouldKeepAnAcknowledgementThroughACrash() {
    DriftWindowsDriver before = new DriftWindowsDriver(1);
    alarmed(before, "v1");
    before.acknowledge("v1", INK, 150);

    try (DriftWindowsDriver after = before.crash()) {
      DriftReport next = reports(after, usual("v1", 2)).get(0);
      assertThat(state(next, INK)).isEqualTo(OK);
      assertThat(state(next, BRIGHT)).isEqualTo(ALARM);
    }
  }

  /** Minutes of three versions, with acknowledgements where they were made. */
  private static final List<Consumer<DriftWindowsDriver>> LIVE =
      List.of(
          windows -> windows.send(inky("v1", 0)),
          windows -> windows.send(inky("v1", 1)),
          windows -> windows.acknowledge("v1", INK, 90),
          windows -> windows.send(over(2)),
          windows -> windows.send(usual("v1", 2)),
          windows -> windows.acknowledge("v2", "", 170),
          windows -> windows.acknowledge("v1", "", 180),
          windows -> windows.send(over(3)),
          windows -> windows.send(usual("v1", 3)),
          windows -> windows.send(inky("v2", 3)),
          windows -> windows.send(over(4)),
          windows -> windows.send(inky("v2", 4)),
          windows -> windows.acknowledge("v2", BRIGHT, 290),
          windows -> windows.send(over(5)),
          windows -> windows.send(usual("v2", 5)),
          windows -> windows.send(over(6)));

  private static List<DriftReport> reports(List<Consumer<DriftWindowsDriver>> messages) {
    try (var windows = new DriftWindowsDriver(1)) {
      messages.forEach(message -> message.accept(windows));
      return windows.reports();
    }
  }

  @Test
  void shouldReportTheSameInAReplayThatReadsAcknowledgementsFirst() {
    List<Integer> acks = List.of(12, 6, 2, 5);
    List<Consumer<DriftWindowsDriver>> replay =
        Stream.concat(
                acks.stream().map(LIVE::get),
                Stream.iterate(0, i -> i < LIVE.size(), i -> i + 1)
                    .filter(i -> !acks.contains(i))
                    .map(LIVE::get))
            .toList();

    List<DriftReport> live = reports(LIVE);

    assertThat(live)
        .extracting(report -> state(report, INK))
        .containsExactly(ALARM, ALARM, ALARM, OK, ALARM, ALARM, ALARM);
    assertThat(live)
        .extracting(report -> state(report, BRIGHT))
        .containsExactly(ALARM, ALARM, ALARM, OK, ALARM, ALARM, ALARM);
    assertSameBits(reports(replay), live);
  }

  @Test
  void shouldSkipWhatIsNoAcknowledgement() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      windows.acknowledge("v1", (byte[]) null, 130);
      windows.acknowledge("v1", new byte[0], 130);
      windows.acknowledge("v1", "v1".getBytes(UTF_8), 130);
      windows.acknowledge(null, new byte[] {(byte) 0xC3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 130);

      assertThat(reports(windows, usual("v1", 2)))
          .extracting(DriftReport::getState)
          .containsExactly(ALARM);
    }
  }

  @Test
  void shouldNotHeedAcknowledgementsOfWhatDoesNotExist() {
    List<DriftReport> expected;
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");
      expected = reports(windows, usual("v1", 2), usual("v1", 3));
    }

    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");
      windows.acknowledge("v1", "input.colour", 130);
      windows.acknowledge("v1", "input|" + INK, 130);
      windows.acknowledge("v2", "", 130);
      windows.acknowledge("", "", 130);
      windows.acknowledge("|", "|", 130);
      windows.acknowledge("v1%s\n", "%d", 130);

      assertSameBits(reports(windows, usual("v1", 2), usual("v1", 3)), expected);
      assertThat(windows.detectors()).containsOnlyKeys("monitor|v1", "reigning");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a|b", "|", "monitor|v1", "ack|0", "reigning", "ü 1"})
  void shouldTellVersionsApartWhateverTheirNames(String version) {
    DriftWindowsDriver before = new DriftWindowsDriver(1);
    alarmed(before, version);

    try (DriftWindowsDriver windows = before.crash()) {
      windows.acknowledge("v1", "", 150);
      assertThat(reports(windows, usual(version, 2)).get(0).getState()).isEqualTo(ALARM);

      windows.acknowledge(version, "", 200);
      assertThat(reports(windows, usual(version, 3)).get(0).getState()).isEqualTo(OK);
    }
  }

  @Test
  void shouldBeginAnewWithANewChampion() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      DriftReport next = reports(windows, usual("v2", 2)).get(0);

      assertThat(next.getVersion()).isEqualTo("v2");
      assertThat(next.getState()).isEqualTo(OK);
      assertThat(next.getWindows()).isEqualTo(1);
    }
  }

  @Test
  void shouldBeginAnewWithAVersionThatIsPromotedAgain() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");
      reports(windows, usual("v2", 2));

      List<DriftReport> reports = reports(windows, usual("v1", 3), usual("v1", 4));

      assertThat(reports).extracting(DriftReport::getState).containsExactly(OK, OK);
      assertThat(reports).extracting(DriftReport::getWindows).containsExactly(1L, 2L);
    }
  }

  @Test
  void shouldNotBeginAnewAfterAPauseOfTheStream() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");
      windows.send(over(30));

      DriftReport next = reports(windows, usual("v1", 40)).get(0);

      assertThat(next.getState()).isEqualTo(ALARM);
      assertThat(next.getWindows()).isEqualTo(3);
    }
  }

  @Test
  void shouldGiveEachChampionOfAWindowItsOwnReport() {
    try (var windows = new DriftWindowsDriver(1)) {
      alarmed(windows, "v1");

      windows.send(usual("v1", 2));
      windows.send(usual("v2", 2));
      windows.send(over(3));

      List<DriftReport> reports = windows.reports();
      assertThat(reports).extracting(DriftReport::getVersion).containsExactly("v1", "v2");
      assertThat(reports).extracting(DriftReport::getEvents).containsExactly(60L, 60L);
      assertThat(reports).extracting(DriftReport::getState).containsExactly(ALARM, OK);
      assertThat(reports).extracting(DriftReport::getWindows).containsExactly(3L, 1L);

      assertThat(reports(windows, usual("v2", 3)))
          .extracting(DriftReport::getWindows)
          .containsExactly(2L);
    }
  }

  @Test
  void shouldGiveAVersionWhoseProfileIsUnknownAReportWithoutStatistics() {
    try (var windows = new DriftWindowsDriver(1)) {
      List<DriftReport> reports = reports(windows, inky("bare", 0), inky("bare", 1));

      assertThat(reports).hasSize(2);
      assertThat(reports)
          .allSatisfy(
              report -> {
                assertThat(report.getEvents()).isEqualTo(60);
                assertThat(report.getState()).isEqualTo(DriftState.UNKNOWN);
                assertThat(report.getStatistics()).isEmpty();
                assertThat(report.getWindows()).isZero();
              });
      assertThat(windows.detectors()).containsOnlyKeys("reigning");
    }
  }

  @Test
  void shouldBeginAnewWhenTheStateOfDetectorsIsUnreadable() {
    DriftWindowsDriver before = new DriftWindowsDriver(1);
    alarmed(before, "v1");
    before.detectors().replace("monitor|v1", new byte[] {1, 2, 3});

    try (DriftWindowsDriver after = before.crash()) {
      DriftReport next = reports(after, usual("v1", 2)).get(0);
      assertThat(next.getState()).isEqualTo(OK);
      assertThat(next.getWindows()).isEqualTo(1);
    }
  }
}
