package org.inkstream.streams.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.UndecodableException;

/** The reports of one shadow, by champion and window. */
final class Comparisons {

  /**
   * All windows of one pair.
   *
   * @param windows how many
   * @param start of the first
   * @param end of the last
   * @param counts what they add up to
   */
  record Pair(String champion, int windows, Instant start, Instant end, Comparison counts) {}

  private final String shadow;

  /**
   * By champion, then by start; of two reports of a window, as at-least-once may give, the last.
   */
  private final Map<String, TreeMap<Instant, ShadowReport>> reports = new TreeMap<>();

  Comparisons(String shadow) {
    this.shadow = shadow;
  }

  /** Reads what the topic has; nothing if the topic is not there. */
  static Comparisons read(
      Map<String, Object> client,
      Topic<ShadowReport> topic,
      String shadow,
      Undecodable undecodable) {
    Map<String, Object> config = new TreeMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Reports that retention takes while we read are gone: go on with the oldest.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Comparisons comparisons = new Comparisons(shadow);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<PartitionInfo> found = consumer.partitionsFor(topic.name());
      if (found == null || found.isEmpty()) {
        return comparisons;
      }
      List<TopicPartition> partitions =
          found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
          comparisons.add(topic, entry, undecodable);
        }
      }
    }
    return comparisons;
  }

  void add(ShadowReport report) {
    if (report.getShadow().equals(shadow)) {
      reports
          .computeIfAbsent(report.getChampion(), champion -> new TreeMap<>())
          .put(report.getWindowStart(), report);
    }
  }

  /** The champion of the newest report; empty if there is no report. */
  Optional<String> newestChampion() {
    return reports.entrySet().stream()
        .max(Map.Entry.comparingByValue((a, b) -> a.lastKey().compareTo(b.lastKey())))
        .map(Map.Entry::getKey);
  }

  /** What the reports beside a champion add up to; empty if there are none. */
  Optional<Pair> beside(String champion) {
    TreeMap<Instant, ShadowReport> windows = reports.get(champion);
    if (windows == null) {
      return Optional.empty();
    }
    Comparison sum = new Comparison();
    windows.values().forEach(report -> sum.merge(Comparison.of(report)));
    return Optional.of(
        new Pair(
            champion,
            windows.size(),
            windows.firstKey(),
            windows.lastEntry().getValue().getWindowEnd(),
            sum));
  }

  private void add(
      Topic<ShadowReport> topic, ConsumerRecord<byte[], byte[]> entry, Undecodable undecodable) {
    if (entry.value() == null) {
      return;
    }
    try {
      add(topic.wire().decode(entry.value()));
    } catch (UndecodableException e) {
      undecodable.skipped(entry, e.getMessage());
    }
  }
}
