package org.inkstream.bench.stream;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events as fast as an application answers them, on a thread of its own, into an images topic that
 * was empty: each partition is filled up again and again to the same backlog of events that are not
 * answered and committed. So nobody waits for work, and an event is not older than the backlog.
 */
public final class SaturatingLoad implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String application;
  private final long[] sent = new long[Events.PARTITIONS];
  private final LoadThread thread;
  private volatile int backlog;
  private volatile long sentInAll;
  private volatile long answered;
  private volatile long least = Long.MAX_VALUE;

  /**
   * Begins.
   *
   * @param application who answers
   * @param backlog events that wait in all partitions together
   */
  public SaturatingLoad(Cluster cluster, Events events, String application, int backlog) {
    this.application = application;
    this.backlog = backlog;
    this.thread =
        new LoadThread(
            cluster,
            Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10),
            (producer, stopping) -> send(cluster, events, producer, stopping));
  }

  /** From now on so many events wait, and the least that waited is taken anew. */
  public void keep(int events) {
    backlog = events;
    least = Long.MAX_VALUE;
  }

  /** Events sent so far. */
  public long sent() {
    thread.check();
    return sentInAll;
  }

  /** Of these, answered and committed. */
  public long answered() {
    return answered;
  }

  /** The least that waited in any one partition at any look. */
  public long least() {
    return least;
  }

  /** Sends no more, and waits until what was sent is written. */
  public void stop() throws InterruptedException {
    thread.stop();
  }

  @Override
  public void close() {
    thread.end();
  }

  private void send(
      Cluster cluster, Events events, Producer<byte[], byte[]> producer, BooleanSupplier stopping)
      throws InterruptedException {
    while (!stopping.getAsBoolean()) {
      long[] done = cluster.committedOffsets(application, Cluster.TOPICS.images().name());
      answered = Arrays.stream(done).sum();
      for (int partition = 0; partition < Events.PARTITIONS; partition++) {
        if (done[partition] > 0) {
          least = Math.min(least, sent[partition] - done[partition]);
        }
        fill(producer, events, partition, done[partition] + backlog / Events.PARTITIONS);
      }
      sentInAll = Arrays.stream(sent).sum();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void fill(
      Producer<byte[], byte[]> producer, Events events, int partition, long upToOffset) {
    Instant now = Instant.now();
    for (; sent[partition] < upToOffset; sent[partition]++) {
      producer.send(
          new ProducerRecord<>(
              Cluster.TOPICS.images().name(),
              partition,
              events.key(partition),
              events.avro(partition, sent[partition], now)));
    }
  }
}
