package org.inkstream.bench.swap;

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
import org.inkstream.bench.stream.Cluster;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.UndecodableException;

/** Reads a topic from its beginning to what is its end now, as a consumer of committed records. */
final class CommittedRecords {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Takes one record after another, those of a partition in order. */
  interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> found) throws UndecodableException;
  }

  private CommittedRecords() {}

  /**
   * Shows every record to a visitor.
   *
   * @param count partitions of the topic
   * @throws CommandFailure if the visitor cannot decode one
   */
  static void forEach(Cluster cluster, String topic, int count, Visitor visitor) {
    Map<String, Object> config = cluster.client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          visitor.visit(found);
        }
      }
    } catch (UndecodableException e) {
      throw new CommandFailure("a record of " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }
}
