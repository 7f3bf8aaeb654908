package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.Wire;

/** Sends labels of the events that {@link Load} sends, every tenth of them twice. */
final class LabelLoad implements AutoCloseable {

  private final Deployment deployment;
  private final long pauseNanos;
  private final IntUnaryOperator truth;
  private final AtomicInteger sent = new AtomicInteger();
  private final Thread thread = new Thread(this::send, "label-load");
  private volatile boolean stopping;

  private LabelLoad(Deployment deployment, int perSecond, IntUnaryOperator truth) {
    this.deployment = deployment;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.truth = truth;
  }

  /** Starts at a rate, with the true class of each event by its number. */
  static LabelLoad start(Deployment deployment, int perSecond, IntUnaryOperator truth) {
    LabelLoad load = new LabelLoad(deployment, perSecond, truth);
    load.thread.setDaemon(true);
    load.thread.start();
    return load;
  }

  int sent() {
    return sent.get();
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void send() {
    Wire<LabelEvent> wire = deployment.topics().labels().wire();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            deployment.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      while (!stopping) {
        int number = sent.get();
        String id = "e" + number;
        byte[] value = wire.encode(new LabelEvent(id, truth.applyAsInt(number), Instant.EPOCH));
        for (int copy = number % 10 == 0 ? 2 : 1; copy > 0; copy--) {
          producer.send(
              new ProducerRecord<>(deployment.topics().labels().name(), id.getBytes(UTF_8), value));
        }
        sent.incrementAndGet();
        LockSupport.parkNanos(pauseNanos);
      }
    }
  }
}
