package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.cluster.KafkaCluster;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

/**
 * The same events, divided among any number of partitions, scored in whatever batches, give drift
 * reports that do not differ in a bit; so do events in the middle of which {@code serve} is killed.
 */
class DriftExactnessIT {

  private static final int EVENTS = 2000;
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final int WINDOWS = 15;

  /** One of the windows has two champions. */
  private static final int REPORTS = WINDOWS + 1;

  /** Long past, so that no event is from the future. */
  private static final Instant START = Instant.parse("2024-05-06T07:08:00Z");

  /** So long after the last window that none waits for what else may come. */
  private static final Instant END = START.plus(WINDOW.multipliedBy(2L * WINDOWS));

  /** In the middle of a window. */
  private static final Instant SWAP = START.plus(WINDOW.multipliedBy(7)).plusSeconds(7);

  /** The images change here, and here somebody takes note of it. */
  private static final int CHANGED = EVENTS / 5;

  /** Less than until the next event, so that no window has labels only. */
  private static final Duration LABELLED_AFTER = Duration.ofMillis(100);

  private static final Instant NOTED = START.plus(WINDOW.multipliedBy(5)).plusSeconds(3);

  @Test
  void shouldReportTheSameBitsOfAnyPartitionsAndThoughItIsKilled() {
    List<DriftReport> ofOne = served(1, 1);

    assertThat(ofOne).hasSize(REPORTS);
    assertThat(events(ofOne)).isEqualTo(EVENTS);
    assertThat(labelled(ofOne)).isEqualTo(EVENTS);
    assertThat(ofOne).allSatisfy(report -> assertThat(report.getLateEvents()).isZero());
    // Or there would be little that could differ.
    assertThat(ofOne)
        .flatExtracting(DriftReport::getStatistics)
        .filteredOn(statistic -> !statistic.getName().startsWith("labels."))
        .extracting(DriftStatistic::getState)
        .contains(DriftState.OK, DriftState.ALARM);
    assertThat(ofOne).extracting(DriftReport::getWindows).contains(1L, 7L);
    assertThat(ofOne).allSatisfy(report -> assertThat(report.getStatistics()).isNotEmpty());

    assertSameBits(served(4, 5), ofOne);
    assertSameBits(served(16, 40), ofOne);
    assertSameBits(killed(), ofOne);
  }

  /** The reports of all events by an instance that finds them in their topic. */
  private static List<DriftReport> served(int partitions, int lingerMillis) {
    Deployment deployment = deployment(partitions);
    send(deployment, 0, EVENTS);
    end(deployment, partitions);
    try (ServeProcess serve = serve(deployment, lingerMillis)) {
      return awaitReports(deployment, partitions, serve);
    }
  }

  /** The reports of all events, though an instance is killed that has answered a part of them. */
  private static List<DriftReport> killed() {
    Deployment deployment = deployment(4);
    send(deployment, 0, EVENTS / 2);
    KafkaCluster kafka = deployment.kafka();
    try (ServeProcess serve = serve(deployment, 5)) {
      serve.awaitReady();
      // It has reported, the detectors have state, and the window of the last event is not over.
      kafka.committed(deployment.topics().driftReports(), 4);
    }
    assertThat(reports(deployment)).as("reports of half of the events").hasSizeLessThan(9);
    send(deployment, EVENTS / 2, EVENTS);
    end(deployment, 4);
    try (ServeProcess serve = serve(deployment, 20)) {
      return awaitReports(deployment, 4, serve);
    }
  }

  /** Two versions, the first of which was champion until the second was, as far as events go. */
  private static Deployment deployment(int partitions) {
    Deployment deployment =
        new Deployment(partitions).publish(TestModel.of("v1", 1)).publish(TestModel.of("v2", 2));
    deployment.registry().point("champion", "v1", START, null, "a test", "a test");
    deployment.registry().point("champion", "v2", SWAP, "v1", "a test", "a test");
    // The producer's times, which are the same each time; and old ones are kept.
    keepForEver(deployment, deployment.topics().images());
    keepForEver(deployment, deployment.topics().labels());
    // Answers have their events' times.
    keepForEver(deployment, deployment.topics().classifications());
    DriftAck ack = DriftAck.newBuilder().setVersion("v1").setAt(NOTED).setWho("somebody").build();
    deployment
        .kafka()
        .send(
            new ProducerRecord<>(
                deployment.topics().driftAcks().name(),
                null,
                NOTED.toEpochMilli(),
                null,
                Wire.of(DriftAck.class).encode(ack)));
    return deployment;
  }

  private static void keepForEver(Deployment deployment, Topic<?> topic) {
    deployment
        .kafka()
        .alter(
            topic,
            Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
                TopicConfig.RETENTION_MS_CONFIG, "-1"));
  }

  private static ServeProcess serve(Deployment deployment, int lingerMillis) {
    return ServeProcess.start(
        deployment,
        "--drift-window",
        Long.toString(WINDOW.toSeconds()),
        "--linger",
        Integer.toString(lingerMillis),
        // Windows end by event time alone: what a slow machine calls idle would make events late.
        "--drift-idle",
        "3600");
  }

  /**
   * Sends some of the events, and their labels; the same each time, but for where their keys lead.
   * Without labels no window would end while label partitions are not idle.
   */
  private static void send(Deployment deployment, int from, int to) {
    Map<String, Object> config = deployment.kafka().client();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = from; number < to; number++) {
        Instant time =
            START.plus(WINDOW.multipliedBy(WINDOWS).multipliedBy(number).dividedBy(EVENTS));
        send(producer, deployment, null, number, time);
      }
    }
  }

  /** Sends an event and its label to each partition, long after all windows. */
  private static void end(Deployment deployment, int partitions) {
    Map<String, Object> config = deployment.kafka().client();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < partitions; partition++) {
        send(producer, deployment, partition, EVENTS + partition, END);
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      Deployment deployment,
      Integer partition,
      int number,
      Instant time) {
    String id = "e" + number;
    byte[] key = id.getBytes(UTF_8);
    producer.send(
        new ProducerRecord<>(
            deployment.topics().images().name(),
            partition,
            time.toEpochMilli(),
            key,
            TestImages.gray(id, image(number))));
    producer.send(
        new ProducerRecord<>(
            deployment.topics().labels().name(),
            partition,
            time.plus(LABELLED_AFTER).toEpochMilli(),
            key,
            Wire.of(LabelEvent.class).encode(new LabelEvent(id, number % 10, Instant.EPOCH))));
  }

  /** A bright square on noise; after the change all is darker. */
  private static byte[] image(int number) {
    int side = TestModel.SIDE;
    byte[] pixels = TestImages.random(side, number);
    Random random = new Random(number);
    int left = 4 + random.nextInt(12);
    int top = 4 + random.nextInt(12);
    int shades = number < CHANGED ? 1 : 2;
    for (int i = 0; i < pixels.length; i++) {
      int x = i % side - left;
      int y = i / side - top;
      boolean inside = x >= 0 && x < 8 && y >= 0 && y < 8;
      int value = inside ? 255 - (pixels[i] & 0x1f) : (pixels[i] & 0xff) / 4;
      pixels[i] = (byte) (value / shades);
    }
    return pixels;
  }

  private static List<DriftReport> awaitReports(
      Deployment deployment, int partitions, ServeProcess serve) {
    serve.awaitReady();
    deployment.kafka().committed(deployment.topics().driftReports(), REPORTS);
    // A killed instance's transaction hides answers from readers until the brokers have ended it.
    int answers = EVENTS + partitions;
    deployment.kafka().committed(deployment.topics().classifications(), answers);
    assertThat(deployment.answers())
        .extracting(Classification::getModelVersion)
        .hasSize(answers)
        .contains("v1", "v2");
    return reports(deployment);
  }

  private static long events(List<DriftReport> reports) {
    return reports.stream().mapToLong(DriftReport::getEvents).sum();
  }

  private static long labelled(List<DriftReport> reports) {
    return reports.stream().mapToLong(report -> report.getLabels().getLabelled()).sum();
  }

  /** The reports by now, by window and version: the topic keeps only the order of a version. */
  private static List<DriftReport> reports(Deployment deployment) {
    List<DriftReport> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> written :
        deployment.kafka().committed(deployment.topics().driftReports())) {
      try {
        all.add(deployment.topics().driftReports().wire().decode(written.value()));
      } catch (UndecodableException e) {
        throw new AssertionError(written.topic() + " offset " + written.offset(), e);
      }
    }
    all.sort(
        Comparator.comparing(DriftReport::getWindowStart).thenComparing(DriftReport::getVersion));
    return all;
  }

  private static void assertSameBits(List<DriftReport> reports, List<DriftReport> expected) {
    // First as texts, which one can read.
    assertThat(reports.stream().map(DriftReport::toString).toList())
        .isEqualTo(expected.stream().map(DriftReport::toString).toList());
    assertThat(encoded(reports)).isEqualTo(encoded(expected));
  }

  private static List<ByteBuffer> encoded(List<DriftReport> reports) {
    Wire<DriftReport> wire = Wire.of(DriftReport.class);
    return reports.stream().map(report -> ByteBuffer.wrap(wire.encode(report))).toList();
  }
}
