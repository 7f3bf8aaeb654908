package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.streams.serve.TopologyFixture.MAX_BATCH;
import static org.inkstream.streams.serve.TopologyFixture.START;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.schemas.ClassPair;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.testing.FaultyModel;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shadow in the production topology; expected numbers from the models' plain arithmetic. */
class ShadowTopologyTest {

  private static final TestModel CHAMPION = TestModel.of("v1", 1);
  private static final TestModel SHADOW = TestModel.of("v2", 2);
  private static final Wire<LabelEvent> LABELS = Wire.of(LabelEvent.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int EVENTS = 40;

  @TempDir private Path other;
  private TopologyFixture app;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    app = new TopologyFixture(stateDir).promote(CHAMPION, START);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldLeaveAnswersAndDriftReportsAsTheyAreToTheLastBit() {
    app.shadow(SHADOW, START);
    pipe(app, 0);
    endWindows(app);
    List<List<Object>> answers = parts(app.classifications());
    List<TestRecord<String, DriftReport>> drift = app.driftReports();

    try (TopologyFixture without = new TopologyFixture(other).promote(CHAMPION, START)) {
      pipe(without, 0);
      endWindows(without);
      assertThat(answers).hasSize(EVENTS).isEqualTo(parts(without.classifications()));
      assertThat(drift).hasSize(1).isEqualTo(without.driftReports());
      assertThat(without.shadowReports()).isEmpty();
    }
    assertThat(app.shadowReports()).hasSize(1);
  }

  @Test
  void shouldReportHowBothCompare() {
    app.shadow(SHADOW, START);
    List<byte[]> images = pipe(app, 0);
    endWindows(app);

    TestRecord<String, ShadowReport> record = onlyReport();
    ShadowReport report = record.value();
    assertThat(record.key()).isEqualTo("v2");
    assertThat(record.getRecordTime()).isEqualTo(START.plusSeconds(30));
    assertThat(report.getChampion()).isEqualTo("v1");
    assertThat(report.getWindowStart()).isEqualTo(START);
    assertThat(report.getEvents()).isEqualTo(EVENTS);
    assertThat(report.getCompared()).isEqualTo(EVENTS);
    long agreed = images.stream().filter(i -> CHAMPION.label(i) == SHADOW.label(i)).count();
    assertThat(agreed).isBetween(1L, EVENTS - 1L);
    assertThat(report.getAgreed()).isEqualTo(agreed);
    double difference =
        images.stream().mapToDouble(i -> sure(SHADOW, i) - sure(CHAMPION, i)).average().orElse(0);
    assertThat(report.getConfidenceDifference()).isCloseTo(difference, within(1e-4));
    for (ClassPair pair : report.getDisagreements()) {
      assertThat(
              images.stream()
                  .filter(
                      i ->
                          CHAMPION.label(i) == pair.getChampion()
                              && SHADOW.label(i) == pair.getShadow())
                  .count())
          .isEqualTo(pair.getCount());
    }
    assertThat(app.heardOfShadow.compared).isEqualTo(EVENTS);
  }

  @Test
  void shouldCompareBothWithTheLabelsThatCome() {
    app.shadow(SHADOW, START);
    List<byte[]> images = pipe(app, 0);
    app.wait(TICK);
    // The champion is right in even places, the shadow in every third.
    for (int i = 0; i < EVENTS; i++) {
      int truth =
          i % 2 == 0
              ? CHAMPION.label(images.get(i))
              : i % 3 == 0 ? SHADOW.label(images.get(i)) : TestModel.CLASSES;
      app.pipeLabel(LABELS.encode(new LabelEvent("e" + i, truth, START)), START.plusSeconds(20));
    }
    endWindows(app);

    long both = 0;
    long champion = 0;
    long shadow = 0;
    for (int i = 0; i < EVENTS; i++) {
      boolean alike = CHAMPION.label(images.get(i)) == SHADOW.label(images.get(i));
      boolean right = i % 2 == 0 || i % 3 == 0;
      both += right && alike ? 1 : 0;
      champion += i % 2 == 0 && !alike ? 1 : 0;
      shadow += i % 2 != 0 && i % 3 == 0 && !alike ? 1 : 0;
    }
    ShadowReport report = onlyReport().value();
    assertThat(report.getLabelled()).isEqualTo(EVENTS);
    assertThat(report.getBothRight()).isEqualTo(both);
    assertThat(report.getChampionOnly()).isEqualTo(champion).isPositive();
    assertThat(report.getShadowOnly()).isEqualTo(shadow).isPositive();
  }

  @Test
  void shouldShedWhatASlowShadowHasNoRoomFor() {
    app.shadow(SHADOW, START);
    app.shadowWork.stall(3);

    pipe(app, 0);
    endWindows(app);

    assertThat(app.classifiedIds()).hasSize(EVENTS);
    assertThat(app.driftReports()).as("nobody waits for the shadow").hasSize(1);
    assertThat(app.shadowReports()).as("its own window waits").isEmpty();
    assertThat(app.heardOfShadow.shed).isEqualTo(EVENTS - 3 * MAX_BATCH);

    app.shadowWork.catchUp();
    app.wait(TICK);

    ShadowReport report = onlyReport().value();
    assertThat(report.getEvents()).isEqualTo(EVENTS);
    assertThat(report.getCompared()).isEqualTo(3 * MAX_BATCH);
    assertThat(report.getShed()).isEqualTo(EVENTS - 3 * MAX_BATCH);
  }

  @Test
  void shouldBearAShadowThatThrows() {
    app.shadow("v2", () -> FaultyModel.of(SHADOW.load(MAX_BATCH)), START);
    for (int i = 0; i < MAX_BATCH; i++) {
      byte[] pixels = TestImages.random(TestModel.SIDE, i);
      app.pipe(
          "k", TestImages.gray("e" + i, i == 1 ? FaultyModel.poisoned(pixels) : pixels), START);
    }
    endWindows(app);

    assertThat(app.classifiedIds()).hasSize(MAX_BATCH);
    assertThat(app.deadLetters()).isEmpty();
    ShadowReport report = onlyReport().value();
    assertThat(report.getCompared()).isEqualTo(MAX_BATCH - 1);
    assertThat(report.getFailed()).isOne();
    assertThat(app.heardOfShadow.failed).isOne();
  }

  @Test
  void shouldBearAShadowThatTheGateRefuses() {
    app.shadow("v9", START);
    pipe(app, 0);
    endWindows(app);

    assertThat(app.classifiedIds()).hasSize(EVENTS);
    // The first batch found out; the events after it have no shadow.
    ShadowReport report = onlyReport().value();
    assertThat(report.getEvents()).isEqualTo(MAX_BATCH);
    assertThat(report.getFailed()).isEqualTo(MAX_BATCH);
  }

  @Test
  void shouldBearAShadowThatIsMadeForOtherImages() {
    app.shadow(SHADOW.withSide(20), START);
    pipe(app, 0);
    endWindows(app);

    assertThat(app.classifiedIds()).hasSize(EVENTS);
    // It takes them in its own size.
    assertThat(onlyReport().value().getCompared()).isEqualTo(EVENTS);
  }

  @Test
  void shouldCompareWhatIsOfTheShadowsTime() {
    app.shadow(SHADOW, START.plusMillis(10)).shadow((String) null, START.plusMillis(20));
    pipe(app, 0);
    endWindows(app);

    assertThat(onlyReport().value().getEvents()).isEqualTo(10);
  }

  @Test
  void shouldNotCompareAChampionWithItself() {
    app.shadow(CHAMPION.as("v1"), START);
    pipe(app, 0);
    endWindows(app);

    assertThat(app.shadowReports()).isEmpty();
    assertThat(app.heardOfShadow.compared).isZero();
  }

  @Test
  void shouldReportEachChampionThatTheShadowWasBeside() {
    app.shadow(SHADOW, START).promote(TestModel.of("v3", 3), START.plusMillis(20));
    pipe(app, 0);
    endWindows(app);

    assertThat(app.shadowReports())
        .extracting(r -> r.value().getChampion() + " " + r.value().getCompared())
        .containsExactly("v1 20", "v3 20");
  }

  /** Events of one millisecond each, in batches. */
  private static List<byte[]> pipe(TopologyFixture app, int from) {
    List<byte[]> images = new ArrayList<>();
    for (int i = from; i < from + EVENTS; i++) {
      byte[] pixels = TestImages.random(TestModel.SIDE, i);
      app.pipe("k" + i, TestImages.gray("e" + i, pixels), time(i));
      images.add(pixels);
    }
    return images;
  }

  /** Key, value as it is written, time and headers of each answer. */
  private static List<List<Object>> parts(List<TestRecord<byte[], Classification>> answers) {
    return answers.stream()
        .map(
            answer ->
                List.<Object>of(
                    new String(answer.key(), UTF_8),
                    ByteBuffer.wrap(Wire.of(Classification.class).encode(answer.value())),
                    answer.getRecordTime(),
                    answer.headers()))
        .toList();
  }

  private static Instant time(int i) {
    return START.plusMillis(i);
  }

  /** Idle partitions say how far they have come, until the windows are over. */
  private static void endWindows(TopologyFixture app) {
    for (int i = 0; i < 90; i++) {
      app.wait(TICK);
    }
  }

  private TestRecord<String, ShadowReport> onlyReport() {
    List<TestRecord<String, ShadowReport>> reports = app.shadowReports();
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  private static double sure(TestModel model, byte[] pixels) {
    return model.probabilities(pixels)[model.label(pixels)];
  }
}
