package org.inkstream.streams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final String TOPIC = "kept";

  @TempDir Path folder;

  @Test
  void shouldFindItsDataAgainAfterARestart() throws Exception {
    String clusterId;
    try (EmbeddedBroker broker = start(0)) {
      clusterId = broker.clusterId();
      try (Admin admin = Admin.create(client(broker))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(client(broker), new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(TOPIC, "key", "value")).get();
      }
    }

    try (EmbeddedBroker broker = start(0)) {
      assertThat(broker.clusterId()).isEqualTo(clusterId);
      assertThat(firstRecord(broker).value()).isEqualTo("value");
    }
  }

  @Test
  void shouldListenOnTheGivenPort() throws Exception {
    int port = Ports.twoFree().first();

    try (EmbeddedBroker broker = start(port);
        Admin admin = Admin.create(client(broker))) {
      assertThat(broker.bootstrapServers()).isEqualTo("localhost:" + port);
      assertThat(admin.describeCluster().clusterId().get()).isEqualTo(broker.clusterId());
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocketChannel other = listening()) {
      int port = port(other);

      assertThatExceptionOfType(BrokerStartException.class)
          .isThrownBy(() -> start(port))
          .withMessageContaining("cannot listen on localhost:" + port)
          .withMessageNotContaining("\n");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldTakeAFreePortWhenThePreferredOneIsTaken() throws Exception {
    try (ServerSocketChannel other = listening()) {
      EmbeddedBroker.Config config = EmbeddedBroker.Config.preferring(folder, port(other));

      try (EmbeddedBroker broker = EmbeddedBroker.start(config);
          Admin admin = Admin.create(client(broker))) {
        assertThat(broker.bootstrapServers()).isNotEqualTo("localhost:" + port(other));
        assertThat(admin.describeCluster().nodes().get()).hasSize(1);
      }
    }
  }

  @Test
  void shouldKeepThePreferredPortWhenItIsFree() throws Exception {
    int port = Ports.twoFree().first();

    assertThat(EmbeddedBroker.Config.preferring(folder, port).port()).isEqualTo(port);
  }

  @Test
  void shouldSayThatTheFolderIsInUseAndDoNoHarmToTheBrokerThatUsesIt() throws Exception {
    try (EmbeddedBroker broker = start(0)) {
      assertThatExceptionOfType(BrokerStartException.class)
          .isThrownBy(() -> start(0))
          .withMessage("another broker is running on the data folder " + folder);

      try (Admin admin = Admin.create(client(broker))) {
        assertThat(admin.describeCluster().nodes().get()).hasSize(1);
      }
    }
  }

  @Test
  void shouldSayThatTheFolderIsDamagedAndGiveItFree() throws Exception {
    Files.createDirectories(folder.resolve("kafka"));
    Files.writeString(folder.resolve("kafka/meta.properties"), "version=hello\n");

    assertThatExceptionOfType(BrokerStartException.class)
        .isThrownBy(() -> start(0))
        .withMessageContaining("meta.properties")
        .withMessageNotContaining("\n");

    Files.delete(folder.resolve("kafka/meta.properties"));
    try (EmbeddedBroker broker = start(0)) {
      assertThat(broker.clusterId()).isNotBlank();
    }
  }

  @Test
  void shouldSayThatTheFolderCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThatExceptionOfType(BrokerStartException.class)
        .isThrownBy(() -> EmbeddedBroker.start(new EmbeddedBroker.Config(file, 0)))
        .withMessageContaining("cannot use the data folder " + file);
  }

  @Test
  void shouldCloseTwiceAndThenBeStopped() throws Exception {
    EmbeddedBroker broker = start(0);

    broker.close();
    broker.close();

    broker.awaitStop();
    try (DataFolder unlocked = DataFolder.open(folder)) {
      assertThat(unlocked.clusterId()).isEqualTo(broker.clusterId());
    }
  }

  private EmbeddedBroker start(int port) throws BrokerStartException {
    return EmbeddedBroker.start(new EmbeddedBroker.Config(folder, port));
  }

  private static Map<String, Object> client(EmbeddedBroker broker) {
    return new HashMap<>(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }

  private static ConsumerRecord<String, String> firstRecord(EmbeddedBroker broker) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client(broker), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(30)).iterator().next();
    }
  }

  private static ServerSocketChannel listening() throws Exception {
    return ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
  }

  private static int port(ServerSocketChannel channel) throws Exception {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }
}
