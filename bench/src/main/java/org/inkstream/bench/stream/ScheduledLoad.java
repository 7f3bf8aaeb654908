package org.inkstream.bench.stream;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.command.CommandFailure;

/**
 * Events at a fixed rate, on a thread of its own, into an images topic that was empty. Each has a
 * time at which it is due, whether or not the ones before have been answered or even sent: what is
 * late because something stood still counts as late. Event n is number n / 4 of partition n mod 4.
 */
public final class ScheduledLoad implements AutoCloseable {

  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final int rate;
  private final Thread sending;
  private volatile boolean stopping;
  private volatile long sent;
  private volatile RuntimeException failure;

  /**
   * Begins.
   *
   * @param rate events a second
   */
  public ScheduledLoad(Cluster cluster, Events events, int rate) {
    this.rate = rate;
    this.sending = new Thread(() -> send(cluster, events), "load");
    sending.setDaemon(true);
    sending.start();
  }

  /** When an event is due, on the clock of {@link System#nanoTime}. */
  public long dueNanos(long event) {
    return startNanos + offsetNanos(event);
  }

  /** When an event is due, in milliseconds since the epoch. */
  public double dueMillis(long event) {
    return startMillis + offsetNanos(event) / 1e6;
  }

  /** The number of an event. */
  public static long number(int partition, long offset) {
    return offset * Events.PARTITIONS + partition;
  }

  /** Events sent so far. */
  public long sent() {
    if (failure != null) {
      throw new CommandFailure("cannot produce: " + failure.getMessage(), failure);
    }
    return sent;
  }

  /** Sends no more, and waits until what was sent is written. */
  public void stop() throws InterruptedException {
    stopping = true;
    sending.join();
  }

  @Override
  public void close() {
    stopping = true;
  }

  private void send(Cluster cluster, Events events) {
    Map<String, Object> config = cluster.client();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    String topic = Cluster.TOPICS.images().name();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long event = 0; !stopping; event++) {
        for (long early = dueNanos(event) - System.nanoTime();
            early > 0 && !stopping;
            early = dueNanos(event) - System.nanoTime()) {
          LockSupport.parkNanos(early);
        }
        int partition = (int) (event % Events.PARTITIONS);
        byte[] value =
            events.avro(
                partition,
                event / Events.PARTITIONS,
                Instant.ofEpochMilli((long) dueMillis(event)));
        producer.send(new ProducerRecord<>(topic, partition, events.key(partition), value));
        sent = event + 1;
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private long offsetNanos(long event) {
    return event * TimeUnit.SECONDS.toNanos(1) / rate;
  }
}
