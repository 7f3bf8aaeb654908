package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.streams.testing.TestImages;

/** Sends good events at a steady rate until it is closed. */
final class Load implements AutoCloseable {

  private static final int KEYS = 50;

  /** Event number n has the image of number n modulo this. */
  static final int IMAGES = 200;

  private final Deployment deployment;
  private final long pauseNanos;
  private final AtomicInteger sent = new AtomicInteger();
  private final Thread thread = new Thread(this::send, "load");
  private volatile boolean stopping;

  private Load(Deployment deployment, int perSecond) {
    this.deployment = deployment;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  static Load start(Deployment deployment, int perSecond) {
    Load load = new Load(deployment, perSecond);
    load.thread.setDaemon(true);
    load.thread.start();
    return load;
  }

  /** Returns once so many more events were sent than now. */
  void awaitMore(int events) {
    int until = sent.get() + events;
    while (sent.get() < until) {
      Deployment.pause();
    }
  }

  /** Returns once all that was sent is with the broker. */
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
    Map<String, Object> config = deployment.kafka().client();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (!stopping) {
        int number = sent.get();
        producer.send(
            new ProducerRecord<>(
                deployment.topics().images().name(),
                ("k" + number % KEYS).getBytes(UTF_8),
                TestImages.good("e" + number, number % IMAGES)));
        sent.incrementAndGet();
        LockSupport.parkNanos(pauseNanos);
      }
    }
  }
}
