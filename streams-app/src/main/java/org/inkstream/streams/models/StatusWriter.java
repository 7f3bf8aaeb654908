package org.inkstream.streams.models;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the world on {@code model-status} what this instance did. Safe for use by many threads. */
final class StatusWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final String instance;
  private final Clock clock;

  StatusWriter(Map<String, Object> client, Topics topics, String instance, Clock clock) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topics = topics;
    this.instance = instance;
    this.clock = clock;
  }

  void loaded(String version) {
    send(version, ModelState.LOADED, null, "", null);
  }

  void refused(String version, RefusalReason reason, String detail) {
    send(version, ModelState.REFUSED, reason.name(), detail, null);
  }

  void swapped(SwapReceipt receipt) {
    send(receipt.getTo(), ModelState.SWAPPED, null, "", receipt);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void send(
      String version, ModelState state, String reason, String detail, SwapReceipt receipt) {
    ModelStatus status =
        ModelStatus.newBuilder()
            .setInstance(instance)
            .setVersion(version)
            .setState(state)
            .setAt(clock.instant())
            .setReason(reason)
            .setDetail(detail)
            .setReceipt(receipt)
            .build();
    byte[] key = (instance + "|" + version).getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(
            topics.modelStatus().name(), key, topics.modelStatus().wire().encode(status)),
        (written, failure) -> {
          if (failure != null) {
            LOG.warn(
                "event=status-lost version={} state={} error={}",
                version,
                state,
                failure.toString());
          }
        });
  }
}
