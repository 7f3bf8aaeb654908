package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.streams.labels.LabelOutcome.DUPLICATE;
import static org.inkstream.streams.labels.LabelOutcome.EXPIRED;
import static org.inkstream.streams.labels.LabelOutcome.JOINED;
import static org.inkstream.streams.labels.LabelOutcome.SKIPPED;
import static org.inkstream.streams.labels.LabelOutcome.UNKNOWN;
import static org.inkstream.streams.serve.TopologyFixture.LINGER;
import static org.inkstream.streams.serve.TopologyFixture.MAX_BATCH;
import static org.inkstream.streams.serve.TopologyFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in the production topology; expected numbers from the model's plain arithmetic. */
class LabelTopologyTest {

  private static final TestModel FIRST = TestModel.of("v1", 1);
  private static final TestModel SECOND = TestModel.of("v2", 2);
  private static final Wire<LabelEvent> WIRE = Wire.of(LabelEvent.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private TopologyFixture app;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    app = new TopologyFixture(stateDir).promote(FIRST, START);
  }

  @AfterEach
  void nothingIsLeft() {
    tick();
    app.classifications();
    assertThat(app.outputsAreEmpty()).isTrue();
    assertThat(app.labelCounts()).isEmpty();
    app.close();
  }

  /** Long enough for the scored events to be told, and then what the join made of them. */
  private void tick() {
    app.wait(TICK);
    app.wait(TICK);
  }

  @Test
  void shouldCountALabelThatComesAfterItsEvent() {
    byte[] pixels = event("a", 7, START);
    app.linger();
    label("a", FIRST.label(pixels), START.plusSeconds(20));

    LabelCounts counts = totals().get(START + " v1");

    double[] p = FIRST.probabilities(pixels);
    double loss = -Math.log(p[FIRST.label(pixels)]);
    double brier = 0;
    for (int c = 0; c < p.length; c++) {
      brier += Math.pow(p[c] - (c == FIRST.label(pixels) ? 1 : 0), 2);
    }
    assertThat(counts.labelled()).isOne();
    assertThat(counts.errors()).isZero();
    assertThat(counts.crossEntropy()).isCloseTo(loss, within(1e-4));
    assertThat(counts.brier()).isCloseTo(brier, within(1e-4));
    assertThat(counts.ece()).isCloseTo(1 - p[FIRST.label(pixels)], within(1e-4));
    assertThat(counts.lossBins()).containsExactly(loss < 1 ? 1 : 0, loss < 1 ? 0 : 1);
    assertThat(app.heard.outcomes).containsOnly(entry(JOINED, 1L));
  }

  @Test
  void shouldCountALabelThatComesBeforeItsEvent() {
    label("a", 3, START);
    byte[] pixels = event("a", 7, START.plusSeconds(70));
    app.linger();

    LabelCounts counts = totals().get(START.plusSeconds(60) + " v1");

    assertThat(counts.labelled()).isOne();
    assertThat(counts.errors()).isEqualTo(FIRST.label(pixels) == 3 ? 0 : 1);
  }

  @Test
  void shouldCountTheFirstOfSeveralLabels() {
    byte[] pixels = event("a", 7, START);
    app.linger();
    label("a", FIRST.label(pixels), START);
    label("a", FIRST.label(pixels), START);
    label("a", FIRST.label(pixels) + 1, START);

    assertThat(totals().get(START + " v1").errors()).isZero();
    assertThat(app.heard.outcomes).containsOnly(entry(JOINED, 1L), entry(DUPLICATE, 2L));
  }

  @Test
  void shouldNotCountALabelThatIsLaterThanTheBound() {
    byte[] pixels = event("a", 7, START);
    app.linger();
    app.wait(Duration.ofMinutes(20));
    label("a", FIRST.label(pixels), START.plusSeconds(600).plusMillis(1));

    assertThat(totals()).isEmpty();
    assertThat(app.heard.outcomes).containsOnly(entry(EXPIRED, 1L));
  }

  @Test
  void shouldNotCountALabelOfAnUnknownEvent() {
    label("x", 1, START);
    // Nothing comes; idle partitions announce how far they are, until it is too old.
    for (int i = 0; i < 13; i++) {
      app.wait(Duration.ofMinutes(1));
    }

    assertThat(totals()).isEmpty();
    assertThat(app.heard.outcomes).containsOnly(entry(UNKNOWN, 1L));
  }

  @Test
  void shouldCountAClassThatThereIsNotAsAnError() {
    event("a", 7, START);
    event("b", 8, START);
    app.linger();
    label("a", TestModel.CLASSES, START);
    label("b", -1, START);

    LabelCounts counts = totals().get(START + " v1");

    assertThat(counts.errors()).isEqualTo(2);
    assertThat(counts.crossEntropy()).isEqualTo(64);
  }

  @Test
  void shouldCountForTheVersionThatScored() {
    app.promote(SECOND, START.plusSeconds(10));
    byte[] old = event("old", 7, START);
    byte[] young = event("young", 8, START.plusSeconds(10));
    app.linger();
    label("young", SECOND.label(young), START.plusSeconds(11));
    label("old", FIRST.label(old) + 1, START.plusSeconds(12));

    Map<String, LabelCounts> totals = totals();

    assertThat(totals).containsOnlyKeys(START + " v1", START + " v2");
    assertThat(totals.get(START + " v1").accuracy()).isZero();
    assertThat(totals.get(START + " v2").accuracy()).isOne();
  }

  @Test
  void shouldSkipWhatIsNoLabel() {
    app.pipeLabel(null, START);
    app.pipeLabel(new byte[] {1, 2, 3}, START);
    label("", 1, START);
    label("a", 1, START.plus(Duration.ofHours(2)));
    byte[] pixels = event("a", 7, START);
    app.linger();
    label("a", FIRST.label(pixels), START);

    assertThat(totals().get(START + " v1").labelled()).isOne();
    assertThat(app.heard.outcomes).containsOnly(entry(JOINED, 1L), entry(SKIPPED, 4L));
  }

  @Test
  void shouldKnowHowManyEventsWait() {
    for (int i = 0; i < MAX_BATCH; i++) {
      event("e" + i, i, START);
    }
    label("e0", 1, START);
    label("x", 1, START);
    tick();

    assertThat(app.heard.waiting).isEqualTo(MAX_BATCH - 1);
    app.labelCounts();
  }

  @Test
  void shouldReportAWindowOnceLabelsAreAsFar() {
    event("a", 7, START);
    app.linger();
    label("a", 1, START);
    app.wait(Duration.ofSeconds(80));
    event("b", 8, START.plusSeconds(70));
    app.linger();
    app.wait(TICK);
    assertThat(app.driftReports()).isEmpty();

    label("b", 1, START.plusSeconds(71));
    app.wait(TICK);

    List<TestRecord<String, DriftReport>> reports = app.driftReports();
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).value().getWindowStart()).isEqualTo(START);
    assertThat(reports.get(0).value().getEvents()).isOne();
    app.labelCounts();
  }

  @Test
  void shouldReportAWindowThoughNobodySendsLabels() {
    event("a", 7, START);
    app.linger();
    for (int i = 0; i < 90; i++) {
      app.wait(TICK);
    }

    assertThat(app.driftReports())
        .extracting(report -> report.value().getWindowStart())
        .containsExactly(START);
  }

  private byte[] event(String id, int seed, Instant time) {
    byte[] pixels = TestImages.random(TestModel.SIDE, seed);
    app.pipe(id, TestImages.gray(id, pixels), time);
    return pixels;
  }

  private void label(String id, int truth, Instant time) {
    app.pipeLabel(WIRE.encode(new LabelEvent(id, truth, time)), time);
  }

  /** What was told to the windows, with what the next two seconds tell. */
  private Map<String, LabelCounts> totals() {
    app.wait(LINGER);
    tick();
    Map<String, LabelCounts> totals = new TreeMap<>();
    for (DriftCounts message : app.labelCounts()) {
      totals
          .computeIfAbsent(
              message.getWindowStart() + " " + message.getVersion(), key -> new LabelCounts())
          .merge(WindowCounts.of(message).labels());
    }
    return totals;
  }
}
