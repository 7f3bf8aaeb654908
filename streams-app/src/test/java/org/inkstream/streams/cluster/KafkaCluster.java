package org.inkstream.streams.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.model.topic.Topics;

/**
 * A Kafka cluster and what integration tests need to look into it. Nearly all share the one of
 * their JVM, which starts with the first test that asks for it and stops with the JVM; it comes
 * from where {@link BrokerSource} says, and tests keep apart by the prefix of their topics. A test
 * that breaks brokers has a cluster of its own. Safe for use by many threads.
 *
 * <p>What tests the embedded broker itself (package {@code broker}, and {@code bench}, which
 * measures on it) starts one without asking here, whatever the setting.
 */
public final class KafkaCluster implements AutoCloseable {

  /** How long a test waits for records before it fails. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(100);

  // Loaded, and so started, when first asked for.
  private static final class Shared {
    static final KafkaCluster CLUSTER = new KafkaCluster(brokers());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close, "kafka-cluster-stop"));
    }

    private static Brokers brokers() {
      Optional<String> without = BrokerSource.whyNoContainers();
      if (without.isPresent() && BrokerSource.setting() != BrokerSource.EMBEDDED) {
        // Not logged: the log of the tests has errors only, and this is to be seen.
        System.err.println("The embedded broker is used: " + without.get());
      }
      return without.isPresent() ? EmbeddedBrokers.start() : ContainerBrokers.start(1);
    }
  }

  private final Brokers brokers;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Looks into running brokers, which {@link #close()} stops. */
  public KafkaCluster(Brokers brokers) {
    this.brokers = brokers;
    Map<String, Object> config = client();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The cluster of this JVM, started if need be. */
  public static KafkaCluster shared() {
    return Shared.CLUSTER;
  }

  /** Where clients connect, as {@code host:port}. */
  public String bootstrapServers() {
    return brokers.bootstrapServers();
  }

  /** Where the application under test connects, likewise. */
  public String appServers() {
    return brokers.appServers();
  }

  /** How to reach the cluster, in Kafka's own keys. A new map that may be changed. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>();
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    return client;
  }

  /**
   * All topics, made anew under a prefix that no other test has.
   *
   * @param partitions of the event topics; the registry's have one
   */
  public Topics topics(int partitions) {
    Topics topics = new Topics("test-" + UUID.randomUUID() + ".");
    try (Admin admin = Admin.create(client())) {
      TopicAdmin.createMissing(admin, topics, partitions);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return topics;
  }

  /** Gives a topic other settings than production has. */
  public void alter(Topic<?> topic, Map<String, String> settings) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(
                setting ->
                    new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()),
                        AlterConfigOp.OpType.SET))
            .toList();
    try (Admin admin = Admin.create(client())) {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Writes raw bytes where the key leads, and returns once the brokers have them. */
  public RecordMetadata send(Topic<?> topic, byte[] key, byte[] value) {
    return send(new ProducerRecord<>(topic.name(), key, value));
  }

  /** Writes a record with all it may have, and returns once the brokers have it. */
  public RecordMetadata send(ProducerRecord<byte[], byte[]> unsent) {
    try {
      return producer.send(unsent).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Every record committed by now. Each partition's records are in their order.
   *
   * @throws AssertionError if a transaction stays open for a minute
   */
  public List<ConsumerRecord<byte[], byte[]>> committed(Topic<?> topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      // The end for everybody, so that a transaction still open is waited for.
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      return read(topic, consumer.endOffsets(partitions), Integer.MAX_VALUE);
    }
  }

  /**
   * Every record committed by the time there are at least so many. Each partition's records are in
   * their order.
   *
   * @throws AssertionError if there are fewer after a minute
   */
  public List<ConsumerRecord<byte[], byte[]>> committed(Topic<?> topic, int count) {
    return read(topic, null, count);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(
      Topic<?> topic, Map<TopicPartition, Long> ends, int count) {
    Instant deadline = Instant.now().plus(PATIENCE);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends == null ? records.size() < count : !reached(consumer, ends)) {
        consumer.poll(POLL).forEach(records::add);
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError(
              "%s has %d committed records after %s, and %s are awaited; read up to %s"
                  .formatted(
                      topic.name(),
                      records.size(),
                      PATIENCE,
                      ends == null ? "%d".formatted(count) : "those up to " + ends,
                      positions(consumer, partitions)));
        }
      }
    }
    return records;
  }

  private static Map<TopicPartition, Long> positions(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    return partitions.stream()
        .collect(Collectors.toMap(partition -> partition, consumer::position));
  }

  private static boolean reached(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Topic<?> topic) {
    return consumer.partitionsFor(topic.name()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> config = client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    brokers.close();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
