package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.LabelEvent;

/** Sends labels of the events that {@link Load} sends, every tenth of them twice. */
final class LabelLoad implements AutoCloseable {

  private final Topic<LabelEvent> labels;
  private final IntUnaryOperator truth;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Rhythm rhythm;

  private LabelLoad(Deployment deployment, int perSecond, IntUnaryOperator truth) {
    this.labels = deployment.topics().labels();
    this.truth = truth;
    this.producer =
        new KafkaProducer<>(
            deployment.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer());
    this.rhythm = Rhythm.start("label-load", perSecond, this::send);
  }

  /** Starts at a rate, with the true class of each event by its number. */
  static LabelLoad start(Deployment deployment, int perSecond, IntUnaryOperator truth) {
    return new LabelLoad(deployment, perSecond, truth);
  }

  int sent() {
    return rhythm.beats();
  }

  /** Returns once all that was sent is with the broker. */
  @Override
  public void close() {
    rhythm.close();
    producer.close();
  }

  private void send(int number) {
    String id = "e" + number;
    byte[] value =
        labels.wire().encode(new LabelEvent(id, truth.applyAsInt(number), Instant.EPOCH));
    for (int copy = number % 10 == 0 ? 2 : 1; copy > 0; copy--) {
      producer.send(new ProducerRecord<>(labels.name(), id.getBytes(UTF_8), value));
    }
  }
}
