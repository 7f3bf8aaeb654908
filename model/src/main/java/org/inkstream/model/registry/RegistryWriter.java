package org.inkstream.model.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/** Publishes versions and changes aliases. Safe for use by many threads. */
public final class RegistryWriter {

  private final Map<String, Object> client;
  private final Topics topics;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   */
  public RegistryWriter(Map<String, Object> client, Topics topics) {
    this.client = Map.copyOf(client);
    this.topics = topics;
  }

  /**
   * Writes the chunks of a bundle, then its manifest, in one transaction: a reader sees all or
   * nothing.
   *
   * @param manifest its chunk fields are set here
   * @param bundle the bundle file
   * @return the manifest as published
   * @throws KafkaException if the brokers refuse; nothing is then visible
   */
  public ModelVersion publish(ModelVersion manifest, byte[] bundle) {
    Map<String, Object> config =
        RegistryClients.transactional(
            client, topics.prefix() + "inkstream-publish-" + manifest.getVersion());
    try (Producer<byte[], byte[]> producer = producer(config)) {
      producer.initTransactions();
      producer.beginTransaction();
      try {
        List<byte[]> chunks = Chunks.cut(bundle);
        RecordMetadata first = null;
        for (int i = 0; i < chunks.size(); i++) {
          RecordMetadata written =
              send(
                  producer,
                  topics.modelArtifacts().name(),
                  Chunks.key(manifest.getVersion(), i),
                  chunks.get(i));
          first = first == null ? written : first;
        }
        if (first == null) {
          throw new IllegalArgumentException("the bundle is empty");
        }
        ModelVersion published =
            ModelVersion.newBuilder(manifest)
                .setChunks(chunks.size())
                .setArtifactPartition(first.partition())
                .setArtifactOffset(first.offset())
                .build();
        send(
            producer,
            topics.modelVersions().name(),
            bytes(manifest.getVersion()),
            topics.modelVersions().wire().encode(published));
        producer.commitTransaction();
        return published;
      } catch (RuntimeException e) {
        abort(producer, e);
        throw e;
      }
    }
  }

  /**
   * Changes the registry with nobody else doing so meanwhile.
   *
   * @param edit is shown the registry as it is and says what to write; asked again if another edit
   *     came between
   * @return what it said, now written
   * @throws KafkaException if the brokers refuse; nothing is then visible
   */
  public <R> R edit(Function<RegistrySnapshot, RegistryEdit<R>> edit) {
    return new ExclusiveEdit(client, topics).run(edit);
  }

  /**
   * Makes an alias name a version, whatever others write meanwhile.
   *
   * @param version null for none, which a champion cannot be
   * @param effectiveFrom from which event time on
   * @param previous what it named before, as far as is known; may be null
   * @return the change as written
   * @throws KafkaException if the brokers refuse
   */
  public AliasChange point(
      String alias,
      String version,
      Instant effectiveFrom,
      String previous,
      String reason,
      String who) {
    AliasChange change =
        AliasChange.newBuilder()
            .setAlias(alias)
            .setVersion(version)
            .setEffectiveFrom(effectiveFrom)
            .setPrevious(previous)
            .setReason(reason)
            .setWho(who)
            .setChangedAt(Instant.now())
            .build();
    try (Producer<byte[], byte[]> producer =
        producer(new HashMap<>(RegistryClients.producer(client)))) {
      send(
          producer,
          topics.modelAliases().name(),
          bytes(alias),
          topics.modelAliases().wire().encode(change));
    }
    return change;
  }

  private static void abort(Producer<byte[], byte[]> producer, RuntimeException because) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // Another publication of this version has ended ours, or the broker will when time is up.
      because.addSuppressed(e);
    }
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static RecordMetadata send(
      Producer<byte[], byte[]> producer, String topic, byte[] key, byte[] value) {
    try {
      // The registry is on partition 0, however many its topics were given by hand.
      return producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot write to " + topic + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
