package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.assertj.core.groups.Tuple;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.streams.cluster.KafkaCluster;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.serde.WireSerde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The windows in Kafka Streams itself, whose restored state the driver of the tests only imitates.
 */
class DriftWindowsIT {

  private static final WireSerde<DriftCounts> COUNTS = WireSerde.of(DriftCounts.class);
  private static final WireSerde<DriftReport> REPORTS = WireSerde.of(DriftReport.class);
  private static final ScoredRows ONE = Examples.plain(0.5f, Examples.ONE);

  private final KafkaCluster kafka = KafkaCluster.shared();

  @TempDir Path folder;

  @Test
  void shouldGoOnWithItsWindowsOnAnotherInstance() throws Exception {
    try (KafkaProducer<String, DriftCounts> producer = producer();
        KafkaConsumer<String, DriftReport> consumer = consumer()) {
      createTopics();
      consumer.subscribe(List.of("drift-reports"));

      try (KafkaStreams first = streams("first")) {
        first.start();
        send(producer, 70, 71, 10, 72);
        // Late, once the window of 10 is reported; and then the next window.
        send(producer, 11);
        assertThat(reports(consumer, 1))
            .extracting(DriftReport::getWindowStart, DriftReport::getEvents)
            .containsExactly(tuple(0, 1));
        // Or the next instance waits until the group misses this one.
        first.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      }
      try (KafkaStreams second = streams("second")) {
        second.start();
        send(producer, 12, 73);
        send(producer, 190);
        List<DriftReport> reports = reports(consumer, 1);
        assertThat(reports)
            .extracting(DriftReport::getWindowStart, DriftReport::getEvents)
            .containsExactly(tuple(60, 4));
        assertThat(reports.get(0).getLateEvents()).isEqualTo(2);
      }
      assertThat(consumer.poll(Duration.ofMillis(100))).as("and the topic is empty").isEmpty();
    }
  }

  private static Tuple tuple(long windowStart, long events) {
    return Tuple.tuple(Instant.ofEpochSecond(windowStart), events);
  }

  /** One batch of events at these seconds. */
  private static void send(KafkaProducer<String, DriftCounts> producer, long... seconds) {
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    counter.scoredBy("v1", DriftWindowsDriver.PROFILE);
    long latest = 0;
    for (long second : seconds) {
      Examples.add(counter, 1000 * second, "e" + second, ONE);
      latest = Math.max(latest, 1000 * second);
    }
    counter
        .drain(0, latest)
        .forEach(
            counts ->
                producer.send(new ProducerRecord<>("drift-counts", counts.getVersion(), counts)));
    producer.flush();
  }

  /** The next reports, waiting for as many as asked for, or for a minute. */
  private static List<DriftReport> reports(KafkaConsumer<String, DriftReport> consumer, int many) {
    List<DriftReport> reports = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (reports.size() < many && System.nanoTime() < deadline) {
      consumer
          .poll(Duration.ofMillis(200))
          .forEach(
              record -> {
                assertThat(record.key()).isEqualTo(record.value().getVersion());
                assertThat(record.timestamp())
                    .isEqualTo(record.value().getWindowEnd().toEpochMilli());
                reports.add(record.value());
              });
    }
    return reports;
  }

  private KafkaStreams streams(String instance) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("drift-counts", Consumed.with(Serdes.String(), COUNTS))
        .mapValues(counts -> (DriftInput) new DriftInput.Counts(counts))
        .process(
            new DriftWindows(
                Examples.MINUTES,
                1,
                version -> Optional.of(DriftWindowsDriver.PROFILE),
                DriftListener.NONE),
            Named.as("drift-windows"))
        .to("drift-reports", Produced.with(Serdes.String(), REPORTS));
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "drift");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(instance).toString());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaStreams(builder.build(), properties);
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("drift-counts", 1, (short) 1),
                  // Event times of 1970, which a topic kept by time would delete.
                  new NewTopic("drift-reports", 1, (short) 1)
                      .configs(Map.of("retention.ms", "-1"))))
          .all()
          .get();
    }
  }

  private KafkaProducer<String, DriftCounts> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        Serdes.String().serializer(),
        COUNTS.serializer());
  }

  private KafkaConsumer<String, DriftReport> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG, "test",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
        Serdes.String().deserializer(),
        REPORTS.deserializer());
  }
}
