package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.apache.kafka.streams.kstream.KStream;
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
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.serde.WireSerde;

/**
 * The windows between their topics. Closing it checks that no report is left unread. After a crash
 * the next one is made with the changelogs of this one, as Kafka Streams would restore it.
 */
final class DriftWindowsDriver implements AutoCloseable {

  static final ReferenceProfile PROFILE = Examples.profile();

  static final int MOST_OPEN = 600;

  /** What Kafka Streams knows of the stores after a crash: the changelogs. */
  private record Changelogs(Map<String, DriftCounts> windows, Map<String, byte[]> detectors) {
    Changelogs() {
      this(new HashMap<>(), new HashMap<>());
    }

    Changelogs copy() {
      return new Changelogs(new HashMap<>(windows), new HashMap<>(detectors));
    }
  }

  private record Restored(DriftWindows windows, Changelogs changelogs)
      implements ProcessorSupplier<String, DriftInput, String, DriftReport> {

    @Override
    public Processor<String, DriftInput, String, DriftReport> get() {
      Processor<String, DriftInput, String, DriftReport> windowsAlone = windows.get();
      return new Processor<>() {
        @Override
        public void init(ProcessorContext<String, DriftReport> context) {
          KeyValueStore<String, DriftCounts> store = context.getStateStore(DriftWindows.STORE);
          KeyValueStore<String, byte[]> detectors = context.getStateStore(DriftWindows.MONITORS);
          changelogs.windows().forEach(store::put);
          changelogs.detectors().forEach(detectors::put);
          windowsAlone.init(context);
        }

        @Override
        public void process(Record<String, DriftInput> record) {
          windowsAlone.process(record);
        }

        @Override
        public void close() {
          windowsAlone.close();
        }
      };
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return windows.stores();
    }
  }

  /** What the listener was told. */
  private static final class Told implements DriftListener {
    private final List<DriftReport> reports = new ArrayList<>();
    private int closed;

    @Override
    public void reported(DriftReport report) {
      assertThat(closed).as("told after it was closed").isZero();
      reports.add(report);
    }

    @Override
    public void closed() {
      closed++;
    }
  }

  private final int sourcePartitions;
  private final ReferenceProfile profile;
  private final Changelogs changelogs;
  private final Told told = new Told();
  private final List<DriftReport> reported = new ArrayList<>();
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, DriftCounts> counts;
  private final TestInputTopic<String, byte[]> acks;
  private final TestOutputTopic<String, DriftReport> reports;
  private final TestOutputTopic<String, DriftCounts> windowChanges;
  private final TestOutputTopic<String, byte[]> detectorChanges;

  DriftWindowsDriver(int sourcePartitions) {
    this(sourcePartitions, PROFILE);
  }

  /** One that has a profile for every version but "bare". */
  DriftWindowsDriver(int sourcePartitions, ReferenceProfile profile) {
    this(sourcePartitions, profile, new Changelogs());
  }

  private DriftWindowsDriver(
      int sourcePartitions, ReferenceProfile profile, Changelogs changelogs) {
    this.sourcePartitions = sourcePartitions;
    this.profile = profile;
    this.changelogs = changelogs;
    WireSerde<DriftCounts> countsSerde = WireSerde.of(DriftCounts.class);
    WireSerde<DriftReport> reportSerde = WireSerde.of(DriftReport.class);
    DriftWindows windows =
        new DriftWindows(
            Examples.MINUTES,
            sourcePartitions,
            version -> version.equals("bare") ? Optional.empty() : Optional.of(profile),
            told,
            MOST_OPEN,
            CountsWatcher.NONE);
    StreamsBuilder builder = new StreamsBuilder();
    Wire<DriftAck> ackWire = Wire.of(DriftAck.class);
    KStream<String, DriftInput> acknowledged =
        builder.stream("drift-acks", Consumed.with(Serdes.String(), Serdes.ByteArray()))
            .mapValues(value -> DriftInput.acknowledged(ackWire, value));
    builder.stream("drift-counts", Consumed.with(Serdes.String(), countsSerde))
        .mapValues(message -> (DriftInput) new DriftInput.Counts(message))
        .merge(acknowledged)
        .process(new Restored(windows, changelogs.copy()), Named.as("drift-windows"))
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
    acks =
        driver.createInputTopic(
            "drift-acks", Serdes.String().serializer(), Serdes.ByteArray().serializer());
    reports =
        driver.createOutputTopic(
            "drift-reports", Serdes.String().deserializer(), reportSerde.deserializer());
    windowChanges =
        driver.createOutputTopic(
            "test-drift-windows-changelog",
            Serdes.String().deserializer(),
            countsSerde.deserializer());
    detectorChanges =
        driver.createOutputTopic(
            "test-drift-detectors-changelog",
            Serdes.String().deserializer(),
            Serdes.ByteArray().deserializer());
  }

  void send(DriftCounts message) {
    counts.pipeInput(message.getVersion(), message);
  }

  void send(List<DriftCounts> messages) {
    messages.forEach(this::send);
  }

  /** Somebody acknowledges at a time, in seconds. */
  void acknowledge(String version, String statistic, long second) {
    DriftAck ack =
        DriftAck.newBuilder()
            .setVersion(version)
            .setStatistic(statistic)
            .setAt(Instant.ofEpochSecond(second))
            .setWho("somebody")
            .build();
    acknowledge(version, Wire.of(DriftAck.class).encode(ack), second);
  }

  /** Somebody writes whatever to the topic of acknowledgements. */
  void acknowledge(String key, byte[] value, long second) {
    acks.pipeInput(key, value, Instant.ofEpochSecond(second));
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
    List<DriftReport> values = records.stream().map(TestRecord::value).toList();
    reported.addAll(values);
    return values;
  }

  /** This one is gone; another goes on with what the changelogs have. */
  DriftWindowsDriver crash() {
    changelog();
    detectors();
    DriftWindowsDriver next = new DriftWindowsDriver(sourcePartitions, profile, changelogs.copy());
    close();
    return next;
  }

  /** What is kept of windows, by key. */
  Map<String, DriftCounts> changelog() {
    return apply(windowChanges, changelogs.windows());
  }

  /** What is kept of detectors, by key. */
  Map<String, byte[]> detectors() {
    return apply(detectorChanges, changelogs.detectors());
  }

  private static <V> Map<String, V> apply(TestOutputTopic<String, V> changes, Map<String, V> to) {
    for (TestRecord<String, V> change : changes.readRecordsToList()) {
      if (change.value() == null) {
        to.remove(change.key());
      } else {
        to.put(change.key(), change.value());
      }
    }
    return to;
  }

  @Override
  public void close() {
    driver.close();
    assertThat(reports.isEmpty()).as("and the topic is empty").isTrue();
    Examples.assertSameBits(told.reports, reported);
    assertThat(told.closed).as("the listener was told of the end").isEqualTo(1);
  }
}
