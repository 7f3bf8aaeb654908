package org.inkstream.bench.stream;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.command.CommandFailure;

/** A thread with a producer that sends events until it is stopped. */
final class LoadThread {

  /** What the thread does. */
  @FunctionalInterface
  interface Sending {
    /** Sends until told to stop. */
    void send(Producer<byte[], byte[]> producer, BooleanSupplier stopping)
        throws InterruptedException;
  }

  private final Thread thread;
  private volatile boolean stopping;
  private volatile RuntimeException failure;

  /**
   * Begins.
   *
   * @param settings of the producer, in Kafka's own keys, beside how to reach the brokers
   */
  LoadThread(Cluster cluster, Map<String, Object> settings, Sending sending) {
    this.thread = new Thread(() -> run(cluster, settings, sending), "load");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Nothing, while all is well.
   *
   * @throws CommandFailure if it cannot produce
   */
  void check() {
    RuntimeException found = failure;
    if (found != null) {
      throw new CommandFailure("cannot produce: " + found.getMessage(), found);
    }
  }

  /** Sends no more, soon. */
  void end() {
    stopping = true;
  }

  /** Sends no more, and waits until what was sent is written. */
  void stop() throws InterruptedException {
    end();
    thread.join();
  }

  private void run(Cluster cluster, Map<String, Object> settings, Sending sending) {
    Map<String, Object> config = cluster.client();
    config.putAll(settings);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      sending.send(producer, () -> stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new IllegalStateException("interrupted", e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
