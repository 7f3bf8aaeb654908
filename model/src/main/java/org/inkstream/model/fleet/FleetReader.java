package org.inkstream.model.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.schemas.UndecodableException;

/** Follows the heartbeats of all instances. Owned by one thread. */
public final class FleetReader implements AutoCloseable {

  /** How old a heartbeat may be where nobody says otherwise. */
  public static final Duration DEAD_AFTER = Duration.ofSeconds(15);

  /** Many instances' heartbeats of minutes; all of the topic would be those of a day. */
  private static final long MOST_RECORDS = 5_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final TopicPartition partition;
  private final InstantSource clock;
  private final Heartbeats heartbeats;
  private final Undecodable undecodable;
  private final boolean there;

  /**
   * Connects, and begins with the newest heartbeats.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param deadAfter an instance whose last heartbeat is older does not count
   * @param undecodable hears of what is no heartbeat
   */
  public FleetReader(
      Map<String, Object> client,
      Topics topics,
      Duration deadAfter,
      InstantSource clock,
      Undecodable undecodable) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topics = topics;
    this.clock = clock;
    this.undecodable = undecodable;
    this.heartbeats = new Heartbeats(deadAfter);
    this.partition = new TopicPartition(topics.instances().name(), 0);
    this.there = !consumer.partitionsFor(partition.topic()).isEmpty();
    if (there) {
      consumer.assign(List.of(partition));
      long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
      consumer.seek(partition, Math.max(begin, end() - MOST_RECORDS));
    }
  }

  /** The fleet at this moment, read once; empty if nobody ever served. */
  public static Fleet readAll(
      Map<String, Object> client,
      Topics topics,
      Duration deadAfter,
      InstantSource clock,
      Undecodable undecodable) {
    try (FleetReader reader = new FleetReader(client, topics, deadAfter, clock, undecodable)) {
      return reader.readToEnd();
    }
  }

  /** The same, with a line in the log for what is no heartbeat. */
  public static Fleet readAll(
      Map<String, Object> client, Topics topics, Duration deadAfter, InstantSource clock) {
    return readAll(client, topics, deadAfter, clock, Undecodable.inLog());
  }

  /** Reads what was written by now. */
  public Fleet readToEnd() {
    long end = there ? end() : 0;
    while (there && consumer.position(partition) < end) {
      poll(Duration.ofMillis(100));
    }
    return heartbeats.alive(clock.instant());
  }

  /** Waits for news, and returns the fleet then. */
  public Fleet await(Duration timeout) {
    if (there) {
      poll(timeout);
    }
    return heartbeats.alive(clock.instant());
  }

  @Override
  public void close() {
    consumer.close();
  }

  private long end() {
    return consumer.endOffsets(List.of(partition)).get(partition);
  }

  private void poll(Duration timeout) {
    consumer.poll(timeout).forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> entry) {
    if (entry.value() == null) {
      if (entry.key() != null) {
        heartbeats.ended(new String(entry.key(), StandardCharsets.UTF_8));
      }
      return;
    }
    try {
      InstanceStatus status = topics.instances().wire().decode(entry.value());
      heartbeats.beat(status, Instant.ofEpochMilli(entry.timestamp()));
    } catch (UndecodableException e) {
      undecodable.skipped(entry, e.getMessage());
    }
  }
}
