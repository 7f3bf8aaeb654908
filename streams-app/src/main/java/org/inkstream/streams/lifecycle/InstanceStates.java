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
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.UndecodableException;

/** What every instance last said of every version, and its last swap to each. Not thread-safe. */
final class InstanceStates {

  private final Map<String, Map<String, ModelStatus>> states = new TreeMap<>();
  private final Map<String, Map<String, ModelStatus>> swaps = new TreeMap<>();

  /** Nobody has said anything yet. */
  InstanceStates() {}

  /** What was said by now. */
  static InstanceStates read(Map<String, Object> client, Topics topics, Undecodable undecodable) {
    Map<String, Object> config = new TreeMap<>(client);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    InstanceStates said = new InstanceStates();
    TopicPartition partition = new TopicPartition(topics.modelStatus().name(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (consumer.partitionsFor(partition.topic()).isEmpty()) {
        return said;
      }
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
          said.add(topics, entry, undecodable);
        }
      }
    }
    return said;
  }

  /** What each instance last said of a version, by instance; a swap to it may be that, too. */
  Map<String, ModelStatus> of(String version) {
    return states.getOrDefault(version, Map.of());
  }

  /** What each instance said of its last swap to a version, by instance. */
  Map<String, ModelStatus> swapsTo(String version) {
    return swaps.getOrDefault(version, Map.of());
  }

  /** An instance has said something, after all that was added before. */
  void add(ModelStatus status) {
    put(states, status);
    if (status.getReceipt() != null) {
      put(swaps, status);
    }
  }

  private static void put(Map<String, Map<String, ModelStatus>> all, ModelStatus status) {
    all.computeIfAbsent(status.getVersion(), v -> new TreeMap<>())
        .put(status.getInstance(), status);
  }

  private void add(Topics topics, ConsumerRecord<byte[], byte[]> entry, Undecodable undecodable) {
    if (entry.value() == null) {
      return;
    }
    try {
      add(topics.modelStatus().wire().decode(entry.value()));
    } catch (UndecodableException e) {
      undecodable.skipped(entry, e.getMessage());
    }
  }
}
