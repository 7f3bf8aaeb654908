package org.inkstream.streams.driftview;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.command.Terminal;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.UndecodableException;

/**
 * Reads the newest drift reports of all partitions and then those to come. The topic may be missing
 * and come later, and may get more partitions. Used by one thread, but for {@link #wakeup}.
 */
final class ReportReader implements AutoCloseable {

  /**
   * Records of each partition that are looked back at, those that end transactions included: enough
   * for the bars of a dozen versions, and read in a second. What was reported before all of these
   * is not known to us.
   */
  static final int LOOKBACK = 1_000;

  private static final Duration POLL = Duration.ofMillis(200);

  private final Topic<DriftReport> topic;
  private final Consumer<String> complaints;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch woken = new CountDownLatch(1);
  private boolean complained;

  /**
   * A reader that has read nothing.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param complaints hears of the first record that cannot be read, in one line
   */
  ReportReader(Map<String, Object> client, Topic<DriftReport> topic, Consumer<String> complaints) {
    this.topic = topic;
    this.complaints = complaints;
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Records that retention takes before we have read them are gone: go on with the oldest.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Reads everything committed by now, as far as it looks back.
   *
   * @param reports takes each report at once: all of them would be much for a small heap
   */
  void readToEnd(Consumer<DriftReport> reports) {
    if (assignAll()) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        read(POLL, reports);
      }
    }
  }

  /**
   * Waits for reports.
   *
   * @throws WakeupException after {@link #wakeup}
   */
  void poll(Duration longest, Consumer<DriftReport> reports) {
    if (assignAll()) {
      read(longest, reports);
      return;
    }
    try {
      if (woken.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WakeupException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WakeupException();
    }
  }

  /** Ends the reading, now or when it next begins; may be called by any thread. */
  void wakeup() {
    woken.countDown();
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Takes on the partitions that are new to us; false if there are none at all. */
  private boolean assignAll() {
    List<PartitionInfo> found = consumer.partitionsFor(topic.name());
    if (found == null || found.isEmpty()) {
      return false;
    }
    List<TopicPartition> partitions =
        found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    List<TopicPartition> unread =
        partitions.stream().filter(p -> !consumer.assignment().contains(p)).toList();
    if (!unread.isEmpty()) {
      consumer.assign(partitions);
      Map<TopicPartition, Long> begin = consumer.beginningOffsets(unread);
      Map<TopicPartition, Long> end = consumer.endOffsets(unread);
      for (TopicPartition partition : unread) {
        consumer.seek(partition, Math.max(begin.get(partition), end.get(partition) - LOOKBACK));
      }
    }
    return true;
  }

  private void read(Duration longest, Consumer<DriftReport> reports) {
    for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(longest)) {
      // Without a value it only deletes its key.
      if (entry.value() != null) {
        try {
          reports.accept(topic.wire().decode(entry.value()));
        } catch (UndecodableException e) {
          complain(entry, e.getMessage());
        }
      }
    }
  }

  private void complain(ConsumerRecord<byte[], byte[]> entry, String why) {
    if (!complained) {
      complained = true;
      complaints.accept(
          Terminal.oneLine(
              ("inkstream: record %s %d:%d cannot be decoded and is skipped, as are any others"
                      + " like it: %s")
                  .formatted(entry.topic(), entry.partition(), entry.offset(), why)));
    }
  }
}
