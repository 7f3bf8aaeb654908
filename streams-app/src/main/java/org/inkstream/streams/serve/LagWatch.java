package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events of each partition are not answered yet, by the brokers' word. The consumers of
 * this instance know of their own partitions only, and say nothing new while their thread stands
 * still, which is when it matters.
 */
final class LagWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int TIMEOUT_MILLIS = 4_000;

  private final Admin admin;
  private final String topic;
  private final String group;
  private final IsolationLevel isolation;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "lag");
            daemon.setDaemon(true);
            return daemon;
          });
  private boolean lost;

  /**
   * Connects; {@link #start} begins.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param topic of the events
   * @param group whose committed offsets say what was answered
   * @param isolation of those who read the events
   */
  LagWatch(Map<String, Object> client, String topic, String group, IsolationLevel isolation) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.admin = Admin.create(config);
    this.topic = topic;
    this.group = group;
    this.isolation = isolation;
  }

  /**
   * Looks every few seconds, on a thread of its own.
   *
   * @param told events by partition; nothing while the brokers cannot be asked
   */
  void start(Consumer<Map<Integer, Long>> told) {
    thread.scheduleWithFixedDelay(() -> look(told), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    admin.close(Duration.ZERO);
  }

  private void look(Consumer<Map<Integer, Long>> told) {
    try {
      told.accept(lag());
      lost = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      // An old number would look like a new one. And an executor gives up what has thrown once.
      told.accept(Map.of());
      if (!lost && !thread.isShutdown()) {
        Throwable why = e instanceof ExecutionException ? e.getCause() : e;
        LOG.warn("event=lag-unknown error={}", why.toString());
      }
      lost = true;
    }
  }

  private Map<Integer, Long> lag() throws ExecutionException, InterruptedException {
    Collection<TopicPartition> partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    // In this order, so that what is answered meanwhile is not ahead of the end.
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<Integer, Long> lag = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata answered = committed.get(partition);
          long begin = begins.get(partition);
          long next = answered == null ? begin : Math.max(begin, answered.offset());
          lag.put(partition.partition(), Math.max(0, end - next));
        });
    return lag;
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all().get().entrySet()) {
      offsets.put(found.getKey(), found.getValue().offset());
    }
    return offsets;
  }
}
