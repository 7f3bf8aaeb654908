package org.inkstream.bench.latency;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.ScheduledLoad;
import org.inkstream.bench.stream.TopicWatch;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/** Sees answers arrive, on a thread of its own, as a consumer of committed records does. */
final class Watch implements AutoCloseable {

  private static final long MOST_MICROS = 600_000_000;

  private final ScheduledLoad load;
  private final boolean answers;
  private final Wire<Classification> wire = Wire.of(Classification.class);
  private final Histogram seen = new Histogram(MOST_MICROS, 3);
  private final Histogram scored = new Histogram(MOST_MICROS, 3);
  private final long[] next = new long[Events.PARTITIONS];
  private final TopicWatch watch;
  private volatile long arrived;
  private volatile long measuredFrom = Long.MAX_VALUE;

  /**
   * @param answers true to watch the answers; false for the events themselves
   */
  Watch(Cluster cluster, ScheduledLoad load, boolean answers) {
    this.load = load;
    this.answers = answers;
    String topic =
        answers ? Cluster.TOPICS.classifications().name() : Cluster.TOPICS.images().name();
    this.watch = new TopicWatch(cluster, topic, this::take);
  }

  /** Answers that have arrived. */
  long arrived() {
    watch.check();
    return arrived;
  }

  /** Events from this number on are measured. */
  void measureFrom(long event) {
    measuredFrom = event;
  }

  /**
   * From when an event was due until its answer was there, in microseconds. After {@link #stop}.
   */
  Histogram seen() {
    return seen;
  }

  /** From when an event was due until it was scored, in microseconds. After {@link #stop}. */
  Histogram scored() {
    return scored;
  }

  /** Watches no more; from then on the times may be read. */
  void stop() throws InterruptedException {
    watch.stop();
  }

  @Override
  public void close() {
    watch.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> entry) throws UndecodableException {
    long now = System.nanoTime();
    Classification answer = answers ? wire.decode(entry.value()) : null;
    int partition = answers ? answer.getSourcePartition() : entry.partition();
    long offset = answers ? answer.getSourceOffset() : entry.offset();
    if (offset != next[partition]++) {
      throw new CommandFailure(
          "event %d of partition %d was lost or repeated".formatted(offset, partition));
    }
    long event = ScheduledLoad.number(partition, offset);
    if (event >= measuredFrom) {
      seen.recordValue(clamp((now - load.dueNanos(event)) / 1000));
      if (answers) {
        double millis = answer.getScoredAt().toEpochMilli() - load.dueMillis(event);
        scored.recordValue(clamp((long) (millis * 1000)));
      }
    }
    arrived++;
  }

  private static long clamp(long micros) {
    return Math.max(0, Math.min(MOST_MICROS, micros));
  }
}
