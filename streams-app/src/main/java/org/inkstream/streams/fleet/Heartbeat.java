package org.inkstream.streams.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.InstanceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes this instance's heartbeats to {@code instances}: every three seconds, at once when
 * something changed, and at the end that it has ended.
 */
public final class Heartbeat implements AutoCloseable {

  /** The longest time between two. */
  static final Duration INTERVAL = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final String instance;
  private final String release;
  private final Clock clock;
  private final Instant startedAt;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "heartbeat");
            daemon.setDaemon(true);
            return daemon;
          });
  private Vitals said;
  private Instant saidAt = Instant.MIN;
  private boolean lost;
  private volatile Instant heardAt;

  /**
   * Connects; {@link #start} begins.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param release the version of Inkstream that runs
   */
  public Heartbeat(
      Map<String, Object> client, Topics topics, String instance, String release, Clock clock) {
    this(producer(client), topics, instance, release, clock);
  }

  /** Through a producer, which it closes. */
  Heartbeat(
      Producer<byte[], byte[]> producer,
      Topics topics,
      String instance,
      String release,
      Clock clock) {
    this.producer = producer;
    this.topics = topics;
    this.instance = instance;
    this.release = release;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.heardAt = startedAt;
  }

  /**
   * Begins.
   *
   * @param vitals asked several times a second, on a thread of its own; may not wait
   */
  public void start(Supplier<Vitals> vitals) {
    thread.scheduleWithFixedDelay(() -> look(vitals), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * For how long no broker has taken a heartbeat, counted from the start if none ever has. A few
   * seconds are nothing. Safe for use by many threads.
   */
  public Duration unheard() {
    return Duration.between(heardAt, clock.instant());
  }

  /** Says that this instance has ended. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("event=heartbeat-still-beating");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    send(null);
    producer.close(CLOSE);
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // An old heartbeat that arrives late would tell of a life that may have ended.
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void look(Supplier<Vitals> vitals) {
    try {
      Vitals now = vitals.get();
      Instant time = clock.instant();
      if (!now.saysTheSameAs(said) || !saidAt.plus(INTERVAL).isAfter(time)) {
        said = now;
        saidAt = time;
        send(topics.instances().wire().encode(status(now, time)));
      }
    } catch (RuntimeException e) {
      // It would be the last: an executor gives up what has thrown once.
      LOG.warn("event=heartbeat-failed error={}", e.toString());
    }
  }

  private InstanceStatus status(Vitals now, Instant time) {
    return InstanceStatus.newBuilder()
        .setInstance(instance)
        .setAt(time)
        .setStartedAt(startedAt)
        .setChampion(now.champion().orElse(null))
        .setLoaded(now.loaded())
        .setRefused(now.refused())
        .setPartitions(now.partitions())
        .setRelease(release)
        .build();
  }

  private void send(byte[] value) {
    producer.send(
        new ProducerRecord<>(
            topics.instances().name(), 0, instance.getBytes(StandardCharsets.UTF_8), value),
        (written, failure) -> told(failure));
  }

  /** Says once that nobody hears us, and once that somebody does again. */
  private synchronized void told(Exception failure) {
    if (failure != null && !lost) {
      LOG.warn("event=heartbeat-lost error={}", failure.toString());
    } else if (failure == null && lost) {
      LOG.info("event=heartbeat-back");
    }
    lost = failure != null;
    if (!lost) {
      heardAt = clock.instant();
    }
  }
}
