package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.function.IntFunction;
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
  private final IntFunction<byte[]> events;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Rhythm rhythm;

  private Load(Deployment deployment, int perSecond, IntFunction<byte[]> events) {
    this.deployment = deployment;
    this.events = events;
    this.producer =
        new KafkaProducer<>(
            deployment.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer());
    this.rhythm = Rhythm.start("load", perSecond, this::send);
  }

  static Load start(Deployment deployment, int perSecond) {
    return start(deployment, perSecond, number -> TestImages.good("e" + number, number % IMAGES));
  }

  /** Of events by number, from 0 on. */
  static Load start(Deployment deployment, int perSecond, IntFunction<byte[]> events) {
    return new Load(deployment, perSecond, events);
  }

  /** Returns once so many more events were sent than now. */
  void awaitMore(int events) {
    int until = rhythm.beats() + events;
    while (rhythm.beats() < until) {
      Deployment.pause();
    }
  }

  /**
   * Returns once so many events were sent that are not from before an instant, so that a champion
   * from then on has something to answer, however slow the machine.
   */
  void awaitSince(Instant time, int events) {
    while (Instant.now().isBefore(time)) {
      Deployment.pause();
    }
    // The one being sent now may have been begun before.
    awaitMore(events + 1);
  }

  /** Returns once all that was sent is with the broker. */
  @Override
  public void close() {
    rhythm.close();
    producer.close();
  }

  private void send(int number) {
    producer.send(
        new ProducerRecord<>(
            deployment.topics().images().name(),
            ("k" + number % KEYS).getBytes(UTF_8),
            events.apply(number)));
  }
}
