package org.inkstream.bench.stream;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events at a fixed rate, on a thread of its own, into an images topic that was empty. Each has a
 * time at which it is due, whether or not the ones before have been answered or even sent: what is
 * late because something stood still counts as late. Event n is number n / 4 of partition n mod 4.
 */
public final class ScheduledLoad implements AutoCloseable {

  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final int rate;
  private final LoadThread thread;
  private volatile long sent;

  /**
   * Begins.
   *
   * @param rate events a second
   */
  public ScheduledLoad(Cluster cluster, Events events, int rate) {
    this.rate = rate;
    this.thread =
        new LoadThread(
            cluster,
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 0),
            (producer, stopping) -> send(events, producer, stopping));
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
    thread.check();
    return sent;
  }

  /** Sends no more, and waits until what was sent is written. */
  public void stop() throws InterruptedException {
    thread.stop();
  }

  @Override
  public void close() {
    thread.end();
  }

  private void send(Events events, Producer<byte[], byte[]> producer, BooleanSupplier stopping) {
    String topic = Cluster.TOPICS.images().name();
    for (long event = 0; !stopping.getAsBoolean(); event++) {
      for (long early = dueNanos(event) - System.nanoTime();
          early > 0 && !stopping.getAsBoolean();
          early = dueNanos(event) - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      int partition = (int) (event % Events.PARTITIONS);
      byte[] value =
          events.avro(
              partition, event / Events.PARTITIONS, Instant.ofEpochMilli((long) dueMillis(event)));
      producer.send(new ProducerRecord<>(topic, partition, events.key(partition), value));
      sent = event + 1;
    }
  }

  private long offsetNanos(long event) {
    return event * TimeUnit.SECONDS.toNanos(1) / rate;
  }
}
