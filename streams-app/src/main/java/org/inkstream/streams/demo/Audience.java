package org.inkstream.streams.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;

/**
 * Reads what comes out of the stream, as any consumer may, and keeps count: which events were
 * answered, how often, and how well. Safe for use by many threads.
 */
final class Audience implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Events of the demonstration whose images are turned have ids that begin so. */
  static final String TURNED = "turned";

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final ObjLongConsumer<DriftReport> drift;
  private final Map<Integer, BitSet> answered = new HashMap<>();
  private final Accuracy accuracy = new Accuracy();
  private final List<SwapReceipt> receipts = new ArrayList<>();
  private final Thread reader = new Thread(this::read, "audience");
  private volatile boolean stopping;
  private long classified;
  private long deadLettered;
  private long duplicated;

  /**
   * Begins to read.
   *
   * @param drift hears of each drift report, with the events classified so far, on the reading
   *     thread
   */
  Audience(Map<String, Object> client, Topics topics, ObjLongConsumer<DriftReport> drift) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topics = topics;
    this.drift = drift;
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic<?> topic :
        List.of(
            topics.classifications(),
            topics.deadLetters(),
            topics.labels(),
            topics.modelStatus(),
            topics.driftReports())) {
      consumer
          .partitionsFor(topic.name())
          .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    reader.setDaemon(true);
    reader.start();
  }

  /** Events that were classified, each counted once. */
  synchronized long classified() {
    return classified;
  }

  /** Events that went to the dead letters, each counted once. */
  synchronized long deadLettered() {
    return deadLettered;
  }

  /** Answers to events that had been answered before. */
  synchronized long duplicated() {
    return duplicated;
  }

  /** Receipts of all swaps from one version to another. */
  synchronized List<SwapReceipt> receipts() {
    return receipts.stream().filter(r -> r.getFrom() != null).toList();
  }

  /** Accuracy since this was last asked, in words. */
  synchronized String recentAccuracy() {
    return String.join(
        ", ",
        accuracy.recent().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  /** Accuracy of each version on each kind of image, a line each. */
  synchronized List<String> accuracy() {
    return accuracy.total().entrySet().stream()
        .map(e -> "accuracy %s: %s".formatted(e.getKey(), e.getValue()))
        .toList();
  }

  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
    try {
      reader.join(POLL.multipliedBy(50).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (consumer) {
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          count(entry);
        }
      }
    } catch (WakeupException e) {
      // Told to stop.
      stopping = true;
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> entry) {
    try {
      if (entry.topic().equals(topics.classifications().name())) {
        classified(topics.classifications().wire().decode(entry.value()));
      } else if (entry.topic().equals(topics.deadLetters().name())) {
        DeadLetterHeaders.read(entry.headers()).ifPresent(this::deadLettered);
      } else if (entry.topic().equals(topics.labels().name())) {
        labelled(topics.labels().wire().decode(entry.value()));
      } else if (entry.topic().equals(topics.modelStatus().name())) {
        told(topics.modelStatus().wire().decode(entry.value()));
      } else {
        drift.accept(topics.driftReports().wire().decode(entry.value()), classified());
      }
    } catch (UndecodableException e) {
      throw new IllegalStateException(entry.topic() + " holds what nobody here wrote", e);
    }
  }

  private synchronized void classified(Classification answer) {
    if (first(answer.getSourcePartition(), answer.getSourceOffset())) {
      classified++;
      boolean turned = answer.getId().startsWith(TURNED);
      accuracy.predicted(
          answer.getId(),
          answer.getModelVersion() + (turned ? " on turned images" : ""),
          answer.getLabel());
    }
  }

  private synchronized void deadLettered(DeadLetter letter) {
    if (first(letter.partition(), letter.offset())) {
      deadLettered++;
    }
  }

  private boolean first(int partition, long offset) {
    BitSet seen = answered.computeIfAbsent(partition, p -> new BitSet());
    boolean first = !seen.get(Math.toIntExact(offset));
    seen.set(Math.toIntExact(offset));
    duplicated += first ? 0 : 1;
    return first;
  }

  private synchronized void labelled(LabelEvent label) {
    accuracy.labelled(label.getId(), label.getLabel());
  }

  private synchronized void told(ModelStatus status) {
    if (status.getState() == ModelState.SWAPPED) {
      receipts.add(status.getReceipt());
    }
  }
}
