package org.inkstream.streams.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.UndecodableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every instance last said of every version. */
final class InstanceStates {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceStates.class);

  private InstanceStates() {}

  /** By version, then by instance; empty if nobody has said anything yet. */
  static Map<String, Map<String, ModelStatus>> read(Map<String, Object> client, Topics topics) {
    Map<String, Object> config = new TreeMap<>(client);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    Map<String, Map<String, ModelStatus>> states = new TreeMap<>();
    TopicPartition partition = new TopicPartition(topics.modelStatus().name(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (consumer.partitionsFor(partition.topic()).isEmpty()) {
        return states;
      }
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
          add(states, topics, entry);
        }
      }
    }
    return states;
  }

  private static void add(
      Map<String, Map<String, ModelStatus>> states,
      Topics topics,
      ConsumerRecord<byte[], byte[]> entry) {
    if (entry.value() == null) {
      return;
    }
    try {
      ModelStatus status = topics.modelStatus().wire().decode(entry.value());
      states
          .computeIfAbsent(status.getVersion(), v -> new TreeMap<>())
          .put(status.getInstance(), status);
    } catch (UndecodableException e) {
      LOG.warn("event=status-skipped offset={} error={}", entry.offset(), e.getMessage());
    }
  }
}
