package org.inkstream.streams.produce;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.inkstream.streams.produce.Outcome.Counts;

/** Sends records and keeps count of what became of them. Safe for use by many threads. */
final class Deliveries {

  /** How long what is on its way is waited for when there is a hurry: less than Ctrl-C waits. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Producer<byte[], byte[]> producer;
  private long sent;
  private long acknowledged;
  private long labels;
  private long dropped;
  private long pending;
  private Exception failure;
  private Long deadline;

  Deliveries(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Whether Kafka has taken the image. */
  boolean sendImage(ProducerRecord<byte[], byte[]> image) {
    synchronized (this) {
      sent++;
    }
    boolean taken = send(image, (metadata, e) -> settled(e, true));
    if (!taken) {
      synchronized (this) {
        sent--;
      }
    }
    return taken;
  }

  void sendLabel(ProducerRecord<byte[], byte[]> label) {
    send(label, (metadata, e) -> settled(e, false));
  }

  synchronized void drop() {
    dropped++;
  }

  synchronized Counts counts() {
    return new Counts(sent, acknowledged, labels, dropped);
  }

  /** The first thing that went wrong. */
  synchronized Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  synchronized void fail(Exception e) {
    if (failure == null) {
      failure = e;
    }
    hurry();
  }

  /** From now on, waits for a few seconds only. */
  synchronized void hurry() {
    if (deadline == null) {
      deadline = System.nanoTime() + GRACE_NANOS;
    }
    notifyAll();
  }

  /** Waits until Kafka has answered for every record, or there is no time left. */
  synchronized void await() {
    try {
      while (pending > 0) {
        if (deadline == null) {
          wait();
          continue;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          fail(new IllegalStateException(pending + " records were not acknowledged in time"));
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(e);
    }
  }

  /** Whether Kafka has taken the record; if so, the callback learns what becomes of it. */
  private boolean send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    synchronized (this) {
      pending++;
    }
    try {
      producer.send(record, callback);
      return true;
    } catch (KafkaException | IllegalStateException e) {
      refused(e);
      return false;
    }
  }

  // Thrown, it does not come to the callback.
  private synchronized void refused(Exception e) {
    pending--;
    boolean stopped = e instanceof InterruptException && deadline != null;
    if (!stopped) {
      fail(e);
    }
  }

  private synchronized void settled(Exception e, boolean image) {
    pending--;
    if (e != null) {
      fail(e);
    } else if (image) {
      acknowledged++;
    } else {
      labels++;
    }
    if (pending == 0) {
      notifyAll();
    }
  }
}
