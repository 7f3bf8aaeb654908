package org.inkstream.bench.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.UndecodableException;

/** Reads a topic from its beginning to what is its end now, as a consumer of committed records. */
public final class CommittedRecords {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Takes one record after another, those of a partition in order. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes one. */
    void visit(ConsumerRecord<byte[], byte[]> found) throws IOException, UndecodableException;
  }

  private CommittedRecords() {}

  /**
   * Shows every record to a visitor.
   *
   * @param count partitions of the topic
   * @throws CommandFailure if the visitor cannot decode one
   */
  public static void forEach(Cluster cluster, String topic, int count, Visitor visitor) {
    Map<String, Object> settings = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    try (Consumer<byte[], byte[]> consumer = consumer(cluster, topic, count, settings)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          visitor.visit(found);
        }
      }
    } catch (IOException | UndecodableException e) {
      throw new CommandFailure("a record of " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A consumer of committed records that is about to read a topic from its beginning.
   *
   * @param count partitions of the topic
   * @param settings in Kafka's own keys, beside how to reach the brokers
   */
  static Consumer<byte[], byte[]> consumer(
      Cluster cluster, String topic, int count, Map<String, Object> settings) {
    Map<String, Object> config = cluster.client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.putAll(settings);
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
