package org.inkstream.streams.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.serde.WireSerde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When windows are reported, with what, and what a crash cannot take. */
class ShadowWindowsTest {

  private static final long START = Instant.parse("2026-11-24T08:00:00Z").toEpochMilli();
  private static final long SECOND = 1000;
  private static final int MOST_OPEN = 3;
  private static final DriftSettings SETTINGS =
      DriftSettings.DEFAULT.withWindow(Duration.ofSeconds(30));

  private final List<ShadowReport> heard = new ArrayList<>();
  private MockProcessorContext<String, ShadowReport> context;
  private KeyValueStore<String, ShadowCounts> store;
  private ShadowReporter reporter;

  @BeforeEach
  void begin() {
    begin(Map.of());
  }

  @Test
  void shouldReportOnceEveryPartitionIsPastTheEndAndTheGrace() {
    send(0, START + SECOND, 3, START);
    send(1, START + 2 * SECOND, 4, START);
    reach(0, START + 35 * SECOND);
    reach(1, START + 35 * SECOND - 1);
    assertThat(reports()).isEmpty();

    reach(1, START + 35 * SECOND);

    assertThat(reports()).hasSize(1);
    ShadowReport report = reports().get(0);
    assertThat(report.getEvents()).isEqualTo(7);
    assertThat(report.getCompared()).isEqualTo(7);
    assertThat(report.getWindowStart()).isEqualTo(Instant.ofEpochMilli(START));
    assertThat(report.getWindowEnd()).isEqualTo(Instant.ofEpochMilli(START + 30 * SECOND));
    assertThat(heard).isEqualTo(reports());
  }

  @Test
  void shouldCountWhatIsLateInTheFirstWindowThatIsOpen() {
    send(0, START, 3, START);
    reachAll(START + 35 * SECOND);
    send(0, START, 2, START + 36 * SECOND);
    label(START + SECOND);
    assertThat(reports()).hasSize(1);

    reachAll(START + 65 * SECOND);

    assertThat(reports()).extracting(ShadowReport::getEvents).containsExactly(3L, 2L);
    assertThat(reports()).extracting(ShadowReport::getLabelled).containsExactly(0L, 1L);
    assertThat(reports().get(1).getWindowStart())
        .isEqualTo(Instant.ofEpochMilli(START + 30 * SECOND));
  }

  @Test
  void shouldNotWaitForLabels() {
    label(START);
    reachAll(START + 35 * SECOND);

    assertThat(reports()).extracting(ShadowReport::getLabelled).containsExactly(1L);
  }

  @Test
  void shouldGoOnAfterACrashAsIfThereHadBeenNone() {
    send(0, START, 3, START + SECOND);
    reach(1, START + 35 * SECOND);
    begin(stored());
    send(0, START + 2 * SECOND, 4, START + 3 * SECOND);
    begin(stored());

    reach(0, START + 35 * SECOND);
    assertThat(reports()).extracting(ShadowReport::getEvents).containsExactly(7L);

    begin(stored());
    send(0, START, 5, START + 36 * SECOND);
    reachAll(START + 65 * SECOND);
    assertThat(reports())
        .extracting(report -> report.getWindowStart().toEpochMilli())
        .containsExactly(START + 30 * SECOND);
  }

  @Test
  void shouldReportTheOldestWhenTooManyAreOpen() {
    for (int window = 0; window <= MOST_OPEN; window++) {
      send(0, START + window * 30 * SECOND, 1, START);
    }

    assertThat(reports())
        .extracting(report -> report.getWindowStart().toEpochMilli())
        .containsExactly(START);
  }

  private void begin(Map<String, ShadowCounts> state) {
    context = new MockProcessorContext<>();
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ShadowWindows.STORE),
                Serdes.String(),
                WireSerde.of(ShadowCounts.class))
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    state.forEach(store::put);
    ShadowReportListener listener =
        new ShadowReportListener() {
          @Override
          public void reported(ShadowReport report) {
            heard.add(report);
          }

          @Override
          public void closed() {}
        };
    reporter = new ShadowReporter(SETTINGS, 2, listener, MOST_OPEN);
    reporter.init(context);
  }

  private Map<String, ShadowCounts> stored() {
    Map<String, ShadowCounts> all = new TreeMap<>();
    try (KeyValueIterator<String, ShadowCounts> entries = store.all()) {
      entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
    }
    return all;
  }

  private List<ShadowReport> reports() {
    return context.forwarded().stream()
        .<ShadowReport>map(forward -> forward.record().value())
        .toList();
  }

  private void send(int partition, long time, int events, long watermark) {
    Comparison counts = new Comparison();
    counts.addEvents(events);
    for (int i = 0; i < events; i++) {
      counts.addCompared(1, 0.5, 1, 0.5);
    }
    process(counts.toAvro("v1", "v2", SETTINGS.windowStart(time), partition, watermark));
  }

  private void label(long time) {
    Comparison counts = new Comparison();
    counts.addLabelled(true, false);
    process(counts.toAvro("v1", "v2", SETTINGS.windowStart(time), -1, 0));
  }

  private void reachAll(long watermark) {
    reach(0, watermark);
    reach(1, watermark);
  }

  private void reach(int partition, long watermark) {
    process(new Comparison().toAvro("", "", 0, partition, watermark));
  }

  private void process(ShadowCounts counts) {
    reporter.process(new Record<>(counts.getShadow(), counts, 0));
  }
}
