package org.inkstream.streams.models;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.StepOutcome;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.GateOutcome;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world on {@code model-status} what this instance did. What it said last of a version is
 * not said again: a version is made ready each time it is named, most often when it is loaded
 * already. Safe for use by many threads.
 */
final class StatusWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final String instance;
  private final Clock clock;
  // The last of each key, without what differs though it is no news.
  private final Map<String, ModelStatus> said = new ConcurrentHashMap<>();

  StatusWriter(Map<String, Object> client, Topics topics, String instance, Clock clock) {
    this(producer(client), topics, instance, clock);
  }

  /** Writes with a producer, which it closes in the end. */
  StatusWriter(Producer<byte[], byte[]> producer, Topics topics, String instance, Clock clock) {
    this.producer = producer;
    this.topics = topics;
    this.instance = instance;
    this.clock = clock;
  }

  void loaded(String version, List<StepOutcome> steps, long nativeBytes) {
    send(status(version, ModelState.LOADED).setGate(outcomes(steps)).setNativeBytes(nativeBytes));
  }

  void refused(String version, RefusedException refusal) {
    send(
        status(version, ModelState.REFUSED)
            .setReason(refusal.reason().name())
            .setDetail(refusal.getMessage())
            .setGate(outcomes(refusal.steps())));
  }

  void skipped(String subject, RefusalReason reason, String detail) {
    send(status(subject, ModelState.REFUSED).setReason(reason.name()).setDetail(detail));
  }

  void swapped(SwapReceipt receipt, long nativeBytes) {
    send(
        status(receipt.getTo(), ModelState.SWAPPED)
            .setReceipt(receipt)
            .setNativeBytes(nativeBytes));
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private ModelStatus.Builder status(String version, ModelState state) {
    return ModelStatus.newBuilder()
        .setInstance(instance)
        .setVersion(version)
        .setState(state)
        .setAt(clock.instant());
  }

  private static List<GateOutcome> outcomes(List<StepOutcome> steps) {
    return steps.stream()
        .map(step -> new GateOutcome(step.step().name(), step.result().name(), step.detail()))
        .toList();
  }

  private void send(ModelStatus.Builder built) {
    ModelStatus status = built.build();
    String key = key(status);
    // Before it counts as said: this may fail.
    byte[] value = topics.modelStatus().wire().encode(status);
    ModelStatus news =
        ModelStatus.newBuilder(status).setAt(Instant.EPOCH).setNativeBytes(0).build();
    if (news.equals(said.put(key, news))) {
      return;
    }
    producer.send(
        new ProducerRecord<>(
            topics.modelStatus().name(), key.getBytes(StandardCharsets.UTF_8), value),
        (written, failure) -> {
          if (failure != null) {
            said.remove(key, news);
            LOG.warn(
                "event=status-lost version={} state={} error={}",
                status.getVersion(),
                status.getState(),
                failure.toString());
          }
        });
  }

  /** A receipt has a key of its own: what is said later must not take it out of the topic. */
  private String key(ModelStatus status) {
    String key = instance + "|" + status.getVersion();
    return status.getState() == ModelState.SWAPPED ? key + "|swap" : key;
  }
}
