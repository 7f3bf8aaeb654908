package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.streams.serve.TopologyFixture.LINGER;
import static org.inkstream.streams.serve.TopologyFixture.START;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.PartitionClock;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From image events to drift reports in the production topology. */
class DriftTopologyTest {

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int EVENTS = 40;

  private TopologyFixture app;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    app = TopologyFixture.withoutLabels(stateDir).promote(TestModel.of("v1", 1), START);
  }

  @AfterEach
  void nothingIsLeft() {
    app.classifications();
    assertThat(app.outputsAreEmpty()).isTrue();
    app.close();
  }

  /** Start of a window. */
  private static Instant start(int window) {
    return START.plus(WINDOW.multipliedBy(window));
  }

  /** The events of one window, of which each lingers alone, or none. */
  private void pipe(int window, boolean dark, boolean alone) {
    app.wait(WINDOW);
    for (int i = 0; i < EVENTS; i++) {
      int number = window * EVENTS + i;
      byte[] pixels = TestImages.random(TestModel.SIDE, number);
      for (int p = 0; dark && p < pixels.length; p++) {
        pixels[p] = (byte) ((pixels[p] & 0xff) / 4);
      }
      Instant time = start(window).plus(WINDOW.multipliedBy(i).dividedBy(EVENTS));
      app.pipe("k", TestImages.gray("e" + number, pixels), time);
      if (alone) {
        app.linger();
      }
    }
    app.wait(LINGER.multipliedBy(4));
    app.wait(PartitionClock.TICK);
  }

  private void pipe(int window) {
    pipe(window, false, false);
  }

  private void pipeDark(int window) {
    pipe(window, true, false);
  }

  /** The reports since last asked; each has its version as key and its window's end as time. */
  private List<DriftReport> reports() {
    List<TestRecord<String, DriftReport>> records = app.driftReports();
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.key()).isEqualTo(record.value().getVersion());
              assertThat(record.getRecordTime()).isEqualTo(record.value().getWindowEnd());
            });
    return records.stream().map(TestRecord::value).toList();
  }

  private static byte[] ack(String version, String statistic) {
    return Wire.of(DriftAck.class)
        .encode(
            DriftAck.newBuilder()
                .setVersion(version)
                .setStatistic(statistic)
                .setAt(START)
                .setWho("somebody")
                .build());
  }

  @Test
  void shouldReportAWindowOfEvents() {
    pipe(0);
    assertThat(reports()).isEmpty();
    pipe(1);

    List<DriftReport> reports = reports();
    assertThat(reports).hasSize(1);
    DriftReport report = reports.get(0);
    assertThat(report.getVersion()).isEqualTo("v1");
    assertThat(report.getWindowStart()).isEqualTo(START);
    assertThat(report.getWindowEnd()).isEqualTo(START.plus(WINDOW));
    assertThat(report.getEvents()).isEqualTo(EVENTS);
    assertThat(report.getStatisticEvents()).isEqualTo(EVENTS);
    assertThat(report.getLateEvents()).isZero();
    assertThat(report.getWindows()).isEqualTo(1);
    assertThat(report.getClasses().stream().mapToLong(ClassShare::getCount).sum())
        .isEqualTo(EVENTS);
    assertThat(report.getEmbedding()).isNotNull();
    assertThat(report.getAccuracyEstimates()).isNotEmpty();
    // Uniform noise: the ink is a half, to within four deviations of its mean (0.29 / 28 / 6.3).
    assertThat(statistic(report, "input.mean").getMean()).isBetween(0.493, 0.507);
  }

  private static DriftStatistic statistic(DriftReport report, String name) {
    return report.getStatistics().stream()
        .filter(statistic -> statistic.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldReportTheSameBitsWhateverTheBatches(@TempDir Path otherStateDir) {
    for (int window = 0; window < 4; window++) {
      pipe(window, window > 1, false);
    }
    List<ByteBuffer> together = encoded(reports());
    app.classifications();
    app.close();

    app = TopologyFixture.withoutLabels(otherStateDir).promote(TestModel.of("v1", 1), START);
    for (int window = 0; window < 4; window++) {
      pipe(window, window > 1, true);
    }

    assertThat(app.listener.batches).containsOnly(1);
    assertThat(together).hasSize(3);
    assertThat(encoded(reports())).isEqualTo(together);
  }

  private static List<ByteBuffer> encoded(List<DriftReport> reports) {
    Wire<DriftReport> wire = Wire.of(DriftReport.class);
    return reports.stream().map(report -> ByteBuffer.wrap(wire.encode(report))).toList();
  }

  @Test
  void shouldReportBothChampionsOfAWindowAndBeginAnewWithTheSecond() {
    app.promote(TestModel.of("v2", 2), start(1).plusSeconds(15));
    pipe(0);
    pipe(1);
    pipe(2);
    pipe(3);

    List<DriftReport> reports = reports();

    assertThat(reports).extracting(DriftReport::getVersion).containsExactly("v1", "v1", "v2", "v2");
    assertThat(reports)
        .extracting(DriftReport::getEvents)
        .containsExactly(0L + EVENTS, EVENTS / 2L, EVENTS / 2L, 0L + EVENTS);
    assertThat(reports).extracting(DriftReport::getWindows).containsExactly(1L, 2L, 1L, 2L);
  }

  @Test
  void shouldKeepAnAlarmUntilItIsAcknowledgedWhateverElseIsOnThatTopic() {
    List<DriftState> states = new ArrayList<>();
    pipe(0);
    pipe(1);
    pipeDark(2);
    pipe(3);
    pipe(4);
    reports().forEach(report -> states.add(report.getState()));
    assertThat(states)
        .containsExactly(DriftState.OK, DriftState.OK, DriftState.ALARM, DriftState.ALARM);

    app.acknowledge(null, start(4));
    app.acknowledge(new byte[0], start(4));
    app.acknowledge("v1".getBytes(UTF_8), start(4));
    app.acknowledge(ack("v2", ""), start(4));
    app.acknowledge(ack("v1", "no such statistic"), start(4));
    pipe(5);
    assertThat(reports()).extracting(DriftReport::getState).containsExactly(DriftState.ALARM);

    app.acknowledge(ack("v1", ""), start(5).plusSeconds(10));
    pipe(6);
    assertThat(reports()).extracting(DriftReport::getState).containsExactly(DriftState.OK);
  }
}
