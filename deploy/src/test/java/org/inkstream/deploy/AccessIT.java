package org.inkstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.streams.cli.InkstreamMain;
import org.inkstream.trainer.cli.TrainerMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the rights of the manifests and no others, each user can do its work, and no more. */
@Timeout(300)
class AccessIT {

  private static final int SIDE = 28;
  private static final int EVENTS = 20;
  private static final String GROUP = "inkstream-consumers-test";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Topics TOPICS = new Topics("");

  private final List<KafkaUser> users = Manifests.typed("kafka/users.yaml", KafkaUser.class);

  @TempDir private Path folder;

  @Test
  void shouldServeWithTheRightsOfTheManifests() throws Exception {
    List<String> names = users.stream().map(user -> user.getMetadata().getName()).toList();
    try (SecuredBroker broker = SecuredBroker.start(folder("kafka"), names)) {
      setUp(broker);
      Path bundle = folder.resolve("digits.bundle");
      Ran.start(
              TrainerMain.class,
              broker,
              folder,
              "train",
              "--data=mnist",
              "--out=" + bundle,
              "--model=softmax",
              "--quick")
          .ends(0);
      // Who may only read what comes out of it cannot publish.
      Ran.start(
              TrainerMain.class,
              broker,
              folder,
              "publish",
              bundle.toString(),
              user("inkstream-consumer"))
          .ends(1);
      publishesTheFirst(broker, bundle);

      try (Ran serve =
          Ran.start(
              InkstreamMain.class,
              broker,
              folder,
              "serve",
              "--instance=inkstream-0",
              "--threads=2",
              "--partitions=12",
              "--http-port=0",
              "--drift-window=2",
              user("inkstream-app"))) {
        produce(broker);

        assertThat(read(consumer(broker, GROUP), TOPICS.classifications(), EVENTS))
            .isEqualTo(EVENTS);
        assertThat(read(consumer(broker, GROUP + "-drift"), TOPICS.driftReports(), 1)).isPositive();
        assertThat(read(consumer(broker.admin(), "admin"), TOPICS.deadLetters(), 1)).isOne();
        for (String path : paths()) {
          assertThat(serve.status(path)).as(path).isEqualTo(200);
        }
        assertThat(serve.status("/no/such/path")).isEqualTo(404);
        serve.stops();
        assertThat(serve.output()).as("what it was refused").doesNotContain("Authorization");
      }
      shouldDoNoMore(broker);
    }
  }

  /** As the trainer's job does; the job that runs again leaves the champion alone. */
  private void publishesTheFirst(SecuredBroker broker, Path bundle) throws Exception {
    Ran first = publish(broker, bundle);
    first.ends(0);
    // Whoever waits for instances to load it knows by then that it is published.
    assertThat(first.output())
        .containsSubsequence("published ", "no instance is alive", "champion from ");
    Ran second = publish(broker, bundle);
    second.ends(0);
    assertThat(second.output()).contains("nothing is published: there is a champion already, ");
  }

  private Ran publish(SecuredBroker broker, Path bundle) throws Exception {
    return Ran.start(
        TrainerMain.class,
        broker,
        folder,
        "publish",
        bundle.toString(),
        "--promote",
        "--unless-champion",
        "--partitions=12",
        user("inkstream-trainer"));
  }

  /** What Kubernetes and Prometheus ask for. */
  private static List<String> paths() {
    Container container =
        Manifests.typedOnly("base/statefulset.yaml", StatefulSet.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0);
    return List.of(
        container.getStartupProbe().getHttpGet().getPath(),
        container.getReadinessProbe().getHttpGet().getPath(),
        container.getLivenessProbe().getHttpGet().getPath(),
        Manifests.typedOnly("monitoring/podmonitor.yaml", PodMonitor.class)
            .getSpec()
            .getPodMetricsEndpoints()
            .get(0)
            .getPath());
  }

  private void shouldDoNoMore(SecuredBroker broker) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker, "inkstream-producer")) {
      refused(producer, TOPICS.labels().name());
      refused(producer, TOPICS.modelAliases().name());
    }
    try (KafkaProducer<byte[], byte[]> app = producer(broker, "inkstream-app")) {
      refused(app, TOPICS.images().name());
      refused(app, TOPICS.modelVersions().name());
      refused(app, TOPICS.modelAliases().name());
    }
    try (KafkaProducer<byte[], byte[]> trainer = producer(broker, "inkstream-trainer")) {
      refused(trainer, TOPICS.classifications().name());
      refused(trainer, TOPICS.images().name());
    }
    try (KafkaProducer<byte[], byte[]> labeller = producer(broker, "inkstream-labeller")) {
      refused(labeller, TOPICS.images().name());
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, "inkstream")) {
      consumer.subscribe(List.of(TOPICS.classifications().name()));
      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .as("the group of the instances")
          .isInstanceOf(AuthorizationException.class);
    }
  }

  private static void refused(KafkaProducer<byte[], byte[]> producer, String topic) {
    assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[] {1})).get())
        .as(topic)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AuthorizationException.class);
  }

  /** What the operators make of the manifests. */
  private void setUp(SecuredBroker broker) throws Exception {
    try (Admin admin = Admin.create(broker.admin())) {
      List<NewTopic> topics = new ArrayList<>();
      for (KafkaTopic topic : Manifests.typed("kafka/topics.yaml", KafkaTopic.class)) {
        Map<String, String> settings = new HashMap<>();
        topic.getSpec().getConfig().forEach((key, value) -> settings.put(key, value.toString()));
        // There is one broker.
        settings.remove("min.insync.replicas");
        topics.add(
            new NewTopic(
                    topic.getMetadata().getName(),
                    Optional.of(topic.getSpec().getPartitions()),
                    Optional.empty())
                .configs(settings));
      }
      admin.createTopics(topics).all().get();
      admin
          .createAcls(users.stream().flatMap(user -> Rights.of(user).stream()).toList())
          .all()
          .get();
    }
  }

  private void produce(SecuredBroker broker) throws Exception {
    try (KafkaProducer<byte[], byte[]> images = producer(broker, "inkstream-producer");
        KafkaProducer<byte[], byte[]> labels = producer(broker, "inkstream-labeller")) {
      for (int i = 0; i < EVENTS; i++) {
        ImageEvent image =
            ImageEvent.newBuilder()
                .setId("image-" + i)
                .setCapturedAt(Instant.now())
                .setSource("a test")
                .setWidth(SIDE)
                .setHeight(SIDE)
                .setEncoding(ImageEncoding.GRAY8)
                .setPixels(ByteBuffer.allocate(SIDE * SIDE))
                .build();
        images
            .send(
                new ProducerRecord<>(TOPICS.images().name(), TOPICS.images().wire().encode(image)))
            .get();
        LabelEvent label =
            LabelEvent.newBuilder()
                .setId("image-" + i)
                .setLabel(1)
                .setObservedAt(Instant.now())
                .build();
        labels
            .send(
                new ProducerRecord<>(
                    TOPICS.labels().name(),
                    ("image-" + i).getBytes(UTF_8),
                    TOPICS.labels().wire().encode(label)))
            .get();
      }
      // Neither image nor label: a dead letter is written, too.
      images.send(new ProducerRecord<>(TOPICS.images().name(), new byte[] {1})).get();
    }
  }

  /** Reads until there are so many records, or patience ends. */
  private static int read(KafkaConsumer<byte[], byte[]> unread, Topic<?> topic, int count) {
    int found = 0;
    Instant deadline = Instant.now().plus(PATIENCE);
    try (KafkaConsumer<byte[], byte[]> consumer = unread) {
      consumer.subscribe(List.of(topic.name()));
      while (found < count && Instant.now().isBefore(deadline)) {
        found += consumer.poll(Duration.ofMillis(200)).count();
      }
      consumer.commitSync();
    }
    return found;
  }

  private KafkaProducer<byte[], byte[]> producer(SecuredBroker broker, String user)
      throws IOException {
    return new KafkaProducer<>(
        client(broker, user), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<byte[], byte[]> consumer(SecuredBroker broker, String group)
      throws IOException {
    return consumer(client(broker, "inkstream-consumer"), group);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config, String group) {
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> client(SecuredBroker broker, String user) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(properties(user))) {
      properties.load(reader);
    }
    Map<String, Object> client = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> client.put(key, properties.getProperty(key)));
    client.put("bootstrap.servers", broker.bootstrapServers());
    return client;
  }

  private String user(String name) throws IOException {
    return "--client-config=" + properties(name);
  }

  /** The manifests' own properties, with the secret in a folder as Strimzi writes it; no TLS. */
  private Path properties(String user) throws IOException {
    Path secret = folder(user);
    Files.writeString(
        secret.resolve("sasl.jaas.config"),
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, SecuredBroker.password(user)));
    ConfigMap map = Manifests.typedOnly("base/client-config.yaml", ConfigMap.class);
    String ours =
        map.getData()
            .get("client.properties")
            .replace("SASL_SSL", "SASL_PLAINTEXT")
            .replace("SCRAM-SHA-512", "PLAIN")
            .replace("/etc/inkstream/user", secret.toString())
            .lines()
            .filter(line -> !line.startsWith("ssl."))
            .reduce("", (all, line) -> all + line + "\n");
    return Files.writeString(folder.resolve(user + ".properties"), ours);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }
}
