package org.inkstream.bench.stream;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.broker.BrokerStartException;
import org.inkstream.streams.broker.EmbeddedBroker;

/**
 * The broker in this process, with the topics of one deployment. How far topics and applications
 * are may be asked by any thread, the rest is for one.
 */
public final class Cluster implements AutoCloseable {

  /** The deployment's topics. */
  public static final Topics TOPICS = new Topics("");

  /** Events as JSON. */
  public static final String JSON_IMAGES = "images-json";

  private static final int RETRIES = 100;

  private final EmbeddedBroker broker;
  private final Admin admin;

  private Cluster(EmbeddedBroker broker) {
    this.broker = broker;
    this.admin = Admin.create(client());
  }

  /** Starts a broker on an empty folder and makes the topics. */
  public static Cluster start(Path folder) throws InterruptedException {
    try {
      Cluster cluster = new Cluster(EmbeddedBroker.start(new EmbeddedBroker.Config(folder, 0)));
      try {
        TopicAdmin.createMissing(cluster.admin, TOPICS, Events.PARTITIONS);
      } catch (ExecutionException e) {
        cluster.close();
        throw new CommandFailure("cannot create topics: " + e.getCause().getMessage(), e);
      }
      return cluster;
    } catch (BrokerStartException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  /** How to reach the broker, in Kafka's own keys; a new map. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>();
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    return client;
  }

  /** Where the broker listens. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Deletes a topic if it is there, and makes it again, empty, dated by the broker. */
  public void renew(String topic) throws InterruptedException {
    deleteTopics(List.of(topic));
    NewTopic wanted =
        new NewTopic(topic, Optional.of(Events.PARTITIONS), Optional.<Short>empty())
            .configs(
                Map.of(
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                    // So that the disk has room again by the next round.
                    TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "1000"));
    for (int attempt = 0; ; attempt++) {
      try {
        awaitTopic(topic, admin.createTopics(List.of(wanted)).topicId(topic).get());
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException) || attempt == RETRIES) {
          throw new CommandFailure("cannot create " + topic + ": " + e.getCause(), e);
        }
        // The broker is still deleting it.
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** Waits until the broker knows of the new topic, and not only of one of that name before. */
  private void awaitTopic(String topic, Uuid id) throws InterruptedException {
    for (int attempt = 0; attempt < RETRIES; attempt++) {
      try {
        TopicDescription found =
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        if (found.topicId().equals(id)
            && found.partitions().stream().allMatch(p -> p.leader() != null)) {
          return;
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new CommandFailure("cannot describe " + topic + ": " + e.getCause(), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new CommandFailure("the topic " + topic + " does not appear");
  }

  /** Deletes the internal topics of an application that has ended. */
  public void forget(String applicationId) throws InterruptedException {
    try {
      deleteTopics(
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(applicationId + "-"))
              .collect(Collectors.toList()));
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot list topics: " + e.getCause(), e);
    }
  }

  /** Records and transaction marks in all partitions of a topic. */
  public long size(String topic) throws InterruptedException {
    return ends(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Records of a topic that an application has answered and committed. */
  public long committed(String applicationId, String topic) throws InterruptedException {
    return Arrays.stream(committedOffsets(applicationId, topic)).sum();
  }

  /** The same for each partition of a topic of events; 0 where nothing was committed yet. */
  public long[] committedOffsets(String applicationId, String topic) throws InterruptedException {
    long[] offsets = new long[Events.PARTITIONS];
    try {
      admin
          .listConsumerGroupOffsets(applicationId)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, committed) -> {
                if (partition.topic().equals(topic) && committed != null) {
                  offsets[partition.partition()] = committed.offset();
                }
              });
      return offsets;
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot ask for committed offsets: " + e.getCause(), e);
    }
  }

  /** Where each partition ends. */
  private Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, Events.PARTITIONS)
            .boxed()
            .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin.listOffsets(wanted).all().get().entrySet()) {
        ends.put(end.getKey(), end.getValue().offset());
      }
      return ends;
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot measure " + topic + ": " + e.getCause(), e);
    }
  }

  /**
   * Fills the images topic, as fast as it can.
   *
   * @param count events, spread over the partitions
   */
  public void preloadAvro(Events events, long count) {
    Instant now = Instant.now();
    preload(TOPICS.images().name(), events, count, (p, offset) -> events.avro(p, offset, now));
  }

  /** Fills the topic of JSON images. */
  public void preloadJson(Events events, long count) throws InterruptedException {
    renew(JSON_IMAGES);
    preload(JSON_IMAGES, events, count, events::json);
  }

  private interface Value {
    byte[] of(int partition, long offset);
  }

  private void preload(String topic, Events events, long count, Value value) {
    Map<String, Object> config = client();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < count; i++) {
        int partition = (int) (i % Events.PARTITIONS);
        long offset = i / Events.PARTITIONS;
        producer.send(
            new ProducerRecord<>(
                topic, partition, events.key(partition), value.of(partition, offset)));
      }
    }
  }

  private void deleteTopics(Collection<String> topics) throws InterruptedException {
    try {
      admin.deleteTopics(topics).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw new CommandFailure("cannot delete " + topics + ": " + e.getCause(), e);
      }
    }
  }

  @Override
  public void close() {
    // An interrupted thread could wait for nothing, and the broker takes its time.
    boolean interrupted = Thread.interrupted();
    admin.close();
    broker.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
