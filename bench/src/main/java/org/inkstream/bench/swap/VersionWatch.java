package org.inkstream.bench.swap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.UndecodableException;

/**
 * Sees when the first answer of each version is there for a consumer of committed records, on a
 * thread of its own that always asks.
 */
final class VersionWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Long> firsts = new ConcurrentHashMap<>();
  private final Thread watching;
  private volatile boolean stopping;
  private volatile String failure;

  VersionWatch(Cluster cluster) {
    this.watching = new Thread(() -> watch(cluster), "watch");
    watching.setDaemon(true);
    watching.start();
  }

  /** When the version's first answer was there, in milliseconds since the epoch; 0 if none is. */
  long first(String version) {
    if (failure != null) {
      throw new CommandFailure(failure);
    }
    return firsts.getOrDefault(version, 0L);
  }

  @Override
  public void close() {
    stopping = true;
  }

  private void watch(Cluster cluster) {
    Map<String, Object> config = cluster.client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    String topic = Cluster.TOPICS.classifications().name();
    List<TopicPartition> partitions =
        IntStream.range(0, Events.PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          Classification answer = Cluster.TOPICS.classifications().wire().decode(found.value());
          firsts.putIfAbsent(answer.getModelVersion(), System.currentTimeMillis());
        }
      }
    } catch (UndecodableException | RuntimeException e) {
      failure = "cannot watch the answers: " + e;
    }
  }
}
