package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.streams.serde.WireSerde;

/**
 * The windows between two topics. Closing it checks that no report is left unread. After a crash
 * the next one is made with the changelog of this one, as Kafka Streams would restore it.
 */
final class DriftWindowsDriver implements AutoCloseable {

  static final ReferenceProfile PROFILE = Examples.profile();

  static final int MOST_OPEN = 600;

  /** What Kafka Streams knows of a store after a crash: the changelog. */
  private record Restored(DriftWindows windows, Map<String, DriftCounts> changelog)
      implements ProcessorSupplier<String, DriftCounts, String, DriftReport> {

    @Override
    public Processor<String, DriftCounts, String, DriftReport> get() {
      Processor<String, DriftCounts, String, DriftReport> windowsAlone = windows.get();
      return new Processor<>() {
        @Override
        public void init(ProcessorContext<String, DriftReport> context) {
          KeyValueStore<String, DriftCounts> store = context.getStateStore(DriftWindows.STORE);
          changelog.forEach(store::put);
          windowsAlone.init(context);
        }

        @Override
        public void process(Record<String, DriftCounts> record) {
          windowsAlone.process(record);
        }
      };
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return windows.stores();
    }
  }

  private final int sourcePartitions;
  private final Map<String, DriftCounts> changelog;
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, DriftCounts> counts;
  private final TestOutputTopic<String, DriftReport> reports;
  private final TestOutputTopic<String, DriftCounts> changes;

  DriftWindowsDriver(int sourcePartitions) {
    this(sourcePartitions, Map.of());
  }

  private DriftWindowsDriver(int sourcePartitions, Map<String, DriftCounts> changelog) {
    this.sourcePartitions = sourcePartitions;
    this.changelog = new HashMap<>(changelog);
    WireSerde<DriftCounts> countsSerde = WireSerde.of(DriftCounts.class);
    WireSerde<DriftReport> reportSerde = WireSerde.of(DriftReport.class);
    DriftWindows windows =
        new DriftWindows(
            DriftSettings.DEFAULT,
            sourcePartitions,
            version -> version.equals("bare") ? Optional.empty() : Optional.of(PROFILE),
            MOST_OPEN);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("drift-counts", Consumed.with(Serdes.String(), countsSerde))
        .process(new Restored(windows, this.changelog), Named.as("drift-windows"))
        .to("drift-reports", Produced.with(Serdes.String(), reportSerde));
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // There are no global tables, but without this Kafka warns about them for each driver; its
    // constant is deprecated, because it will be so by default.
    properties.put("processing.exception.handler.global.enabled", true);
    driver = new TopologyTestDriver(builder.build(), properties, Instant.EPOCH);
    counts =
        driver.createInputTopic(
            "drift-counts", Serdes.String().serializer(), countsSerde.serializer());
    reports =
        driver.createOutputTopic(
            "drift-reports", Serdes.String().deserializer(), reportSerde.deserializer());
    changes =
        driver.createOutputTopic(
            "test-drift-windows-changelog",
            Serdes.String().deserializer(),
            countsSerde.deserializer());
  }

  void send(DriftCounts message) {
    counts.pipeInput(message.getVersion(), message);
  }

  void send(List<DriftCounts> messages) {
    messages.forEach(this::send);
  }

  void passASecond() {
    driver.advanceWallClockTime(Duration.ofSeconds(1));
  }

  /** The reports since last asked; each has its version as key and its window's end as time. */
  List<DriftReport> reports() {
    List<TestRecord<String, DriftReport>> records = reports.readRecordsToList();
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.key()).isEqualTo(record.value().getVersion());
              assertThat(record.getRecordTime()).isEqualTo(record.value().getWindowEnd());
            });
    return records.stream().map(TestRecord::value).toList();
  }

  /** This one is gone; another goes on with what the changelog has. */
  DriftWindowsDriver crash() {
    DriftWindowsDriver next = new DriftWindowsDriver(sourcePartitions, changelog());
    close();
    return next;
  }

  /** What is kept, by key. */
  Map<String, DriftCounts> changelog() {
    for (TestRecord<String, DriftCounts> change : changes.readRecordsToList()) {
      if (change.value() == null) {
        changelog.remove(change.key());
      } else {
        changelog.put(change.key(), change.value());
      }
    }
    return changelog;
  }

  @Override
  public void close() {
    driver.close();
    assertThat(reports.isEmpty()).as("and the topic is empty").isTrue();
  }
}
