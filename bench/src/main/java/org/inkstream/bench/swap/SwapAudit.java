package org.inkstream.bench.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.schemas.UndecodableException;

/**
 * Holds every answer against the history of the champion, and nothing else: an answer carries the
 * time of its event, and the history says whose turn it was then.
 *
 * @param answers in all
 * @param misplaced answers that repeat one, skip one or come out of order
 * @param wrongVersion answers by another version than the champion of their time
 * @param versions how many answers there are by each
 */
record SwapAudit(long answers, long misplaced, long wrongVersion, Map<String, Long> versions) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Reads all answers. */
  static SwapAudit of(Cluster cluster, AliasHistory history) {
    long[] next = new long[Events.PARTITIONS];
    long answers = 0;
    long misplaced = 0;
    long wrong = 0;
    Map<String, Long> versions = new TreeMap<>();
    try {
      for (ConsumerRecord<byte[], byte[]> entry :
          all(cluster, Cluster.TOPICS.classifications().name(), Events.PARTITIONS)) {
        Classification answer = Cluster.TOPICS.classifications().wire().decode(entry.value());
        answers++;
        int partition = answer.getSourcePartition();
        misplaced += answer.getSourceOffset() == next[partition] ? 0 : 1;
        next[partition] = answer.getSourceOffset() + 1;
        String version = answer.getModelVersion();
        versions.merge(version, 1L, Long::sum);
        wrong += history.at(entry.timestamp()).equals(Optional.of(version)) ? 0 : 1;
      }
    } catch (UndecodableException e) {
      throw new CommandFailure("an answer cannot be read: " + e.getMessage(), e);
    }
    return new SwapAudit(answers, misplaced, wrong, versions);
  }

  /** The receipts that were written. */
  static List<SwapReceipt> receipts(Cluster cluster) {
    List<SwapReceipt> receipts = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> entry :
          all(cluster, Cluster.TOPICS.modelStatus().name(), 1)) {
        Optional.ofNullable(Cluster.TOPICS.modelStatus().wire().decode(entry.value()).getReceipt())
            .ifPresent(receipts::add);
      }
    } catch (UndecodableException e) {
      throw new CommandFailure("a receipt cannot be read: " + e.getMessage(), e);
    }
    return receipts;
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(
      Cluster cluster, String topic, int count) {
    Map<String, Object> config = cluster.client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(all::add);
      }
    }
    return all;
  }
}
