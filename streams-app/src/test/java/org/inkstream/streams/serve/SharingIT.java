package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

/** Instances that come later get their share at once, also of an application with a long past. */
class SharingIT {

  private static final String APPLICATION = "sharing";
  private static final int PARTITIONS = 12;

  /** More changes of a task's state than Kafka Streams takes for caught up by default. */
  private static final int LONG_PAST = 10_001;

  @Test
  void shouldShareThePartitionsWithInstancesThatHaveNoState() {
    Deployment deployment = new Deployment(PARTITIONS).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    Lifecycle lifecycle =
        new Lifecycle(
            deployment.kafka().client(),
            deployment.topics(),
            FleetReader.DEAD_AFTER,
            Clock.systemUTC());
    try (ServeThread first = instance(deployment, "first").awaitReady()) {
      first.await("to hold all", () -> shares(lifecycle).equals(Map.of("first", PARTITIONS)));
      haveALongPast(deployment);
      try (ServeThread second = instance(deployment, "second")) {
        second.await(
            "to share with the first",
            () -> shares(lifecycle).equals(Map.of("first", 6, "second", 6)));
        try (ServeThread third = instance(deployment, "third")) {
          third.await(
              "to share with both",
              () -> shares(lifecycle).equals(Map.of("first", 4, "second", 4, "third", 4)));
        }
        second.await(
            "to take over from the third",
            () -> shares(lifecycle).equals(Map.of("first", 6, "second", 6)));
      }
      try (Load load = Load.start(deployment, 400)) {
        load.awaitMore(200);
      }
      deployment.awaitAnswers(0, 1);
      first.await("to know that nothing waits", () -> metric(first, "inkstream_lag_events") == 0);
      assertThat(first.text("/metrics"))
          .contains("inkstream_ready 1.0")
          .contains("inkstream_lag_events{partition=\"11\"} 0.0")
          .contains("inkstream_champion_since_seconds{version=\"v1\"}")
          .contains("inkstream_classes_total{class=");
      assertThat(metric(first, "inkstream_classes_total"))
          .isEqualTo(metric(first, "inkstream_events_total"))
          .isEqualTo(metric(first, "inkstream_confidence_answers_total{le=\"+Inf\"}"))
          .isPositive();
    }
    assertThat(deployment.verify(0)).hasSizeGreaterThanOrEqualTo(200);
  }

  /** The sum of a metric's series; -1 if there is none. */
  private static double metric(ServeThread serve, String start) {
    List<String> lines =
        serve.text("/metrics").lines().filter(line -> line.startsWith(start)).toList();
    return lines.isEmpty()
        ? -1
        : lines.stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  private static ServeThread instance(Deployment deployment, String name) {
    return ServeThread.start(
        deployment, APPLICATION, name, VersionSettings.DEFAULT, Optional.empty());
  }

  /** How many partitions each instance holds that says that it holds some. */
  private static Map<String, Integer> shares(Lifecycle lifecycle) {
    Map<String, Integer> shares = new HashMap<>();
    lifecycle
        .fleet()
        .live()
        .forEach((name, status) -> shares.put(name, status.getPartitions().size()));
    return shares;
  }

  /** Changes of the state that lead to nothing: what was there is there no more. */
  private static void haveALongPast(Deployment deployment) {
    String changelog = deployment.topics().prefix() + APPLICATION + "-pending-images-changelog";
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < LONG_PAST; i++) {
      keys.add(("past-" + i).getBytes(UTF_8));
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            deployment.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (byte[] key : keys) {
          producer.send(new ProducerRecord<>(changelog, partition, key, null));
        }
      }
    }
  }
}
