package org.inkstream.model.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/**
 * Follows the registry's topics from their beginning. Owned by one thread.
 *
 * <p>A version and a promotion that names it are on two topics, which Kafka does not order. A
 * promotion of a version not yet seen is therefore held back until everything written before it was
 * read has been read; only then is it reported as naming nothing. Written, not committed: Kafka
 * tells a publisher that its transaction is committed before readers can see it.
 *
 * <p>A change that has the digest of its version was written when that was published. It counts
 * even if the version was deleted since, or a reader that begins today would know another history
 * than one that saw it happen.
 */
public final class RegistryReader implements AutoCloseable {

  private record Held(AliasChange change, long versionsEnd) {}

  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> uncommitted;
  private final Topics topics;
  private final TopicPartition versions;
  private final TopicPartition aliases;
  private final Deque<Held> held = new ArrayDeque<>();
  private RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   */
  public RegistryReader(Map<String, Object> client, Topics topics) {
    this.topics = topics;
    this.consumer =
        new KafkaConsumer<>(
            RegistryClients.consumer(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.uncommitted =
        new KafkaConsumer<>(
            RegistryClients.uncommittedConsumer(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.versions = new TopicPartition(topics.modelVersions().name(), 0);
    this.aliases = new TopicPartition(topics.modelAliases().name(), 0);
    consumer.assign(List.of(versions, aliases));
    consumer.seekToBeginning(List.of(versions, aliases));
  }

  /** The registry at this moment, read once to its end; empty if its topics are not there yet. */
  public static RegistrySnapshot readAll(Map<String, Object> client, Topics topics) {
    try (RegistryReader reader = new RegistryReader(client, topics)) {
      if (!reader.hasTopics()) {
        return RegistrySnapshot.EMPTY;
      }
      reader.readToEnd();
      return reader.snapshot();
    }
  }

  /** What has been read. */
  public RegistrySnapshot snapshot() {
    return snapshot;
  }

  /**
   * Reads everything written when called, and returns what happened, in order. Waits for the end of
   * transactions that are open then: at most as long as they may last by their own setting.
   */
  public List<RegistryEvent> readToEnd() {
    // Not where the committed ones end: a writer is told that its transaction is committed before
    // that moves, and whoever publishes and then promotes would not see what it has published.
    Map<TopicPartition, Long> ends = uncommitted.endOffsets(List.of(versions, aliases));
    List<RegistryEvent> events = new ArrayList<>();
    while (consumer.position(versions) < ends.get(versions)
        || consumer.position(aliases) < ends.get(aliases)
        || !held.isEmpty()) {
      events.addAll(poll(Duration.ofMillis(100)));
    }
    return events;
  }

  /**
   * Waits for changes.
   *
   * @param timeout longest wait
   * @return what happened, in order; empty if nothing did
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
   * @throws org.apache.kafka.common.KafkaException if the brokers cannot be read; nothing is lost,
   *     and the next call tries again
   * @throws org.inkstream.schemas.UnresolvedSchemaException if the schema registry cannot be asked;
   *     so then
   */
  public List<RegistryEvent> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    long versionsEnd;
    try {
      resolve(records);
      versionsEnd = records.records(aliases).isEmpty() ? 0 : versionsEnd();
    } catch (RuntimeException e) {
      // The broker or the schema registry is away: what has been polled is to be polled again, or
      // it would be lost.
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).get(0).offset());
      }
      throw e;
    }
    List<RegistryEvent> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> entry : records.records(versions)) {
      events.add(version(entry));
    }
    for (ConsumerRecord<byte[], byte[]> entry : records.records(aliases)) {
      alias(entry, versionsEnd, events);
    }
    release(events);
    return events;
  }

  private boolean hasTopics() {
    return !consumer.partitionsFor(versions.topic()).isEmpty()
        && !consumer.partitionsFor(aliases.topic()).isEmpty();
  }

  /** Ends a wait in {@link #poll}; may be called by any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
    uncommitted.close();
  }

  /** Where the versions end now, those not committed included. */
  private long versionsEnd() {
    return uncommitted.endOffsets(List.of(versions)).get(versions);
  }

  /** Has all schemas before the first record counts. */
  private void resolve(ConsumerRecords<byte[], byte[]> records) {
    Wire<ModelVersion> manifests = topics.modelVersions().wire();
    Wire<AliasChange> changes = topics.modelAliases().wire();
    for (ConsumerRecord<byte[], byte[]> entry : records) {
      if (entry.value() != null) {
        (entry.topic().equals(versions.topic()) ? manifests : changes).resolve(entry.value());
      }
    }
  }

  private RegistryEvent version(ConsumerRecord<byte[], byte[]> entry) {
    String key = entry.key() == null ? "" : new String(entry.key(), StandardCharsets.UTF_8);
    if (entry.value() == null) {
      snapshot = snapshot.without(key);
      return new RegistryEvent.Deleted(key);
    }
    try {
      ModelVersion version = topics.modelVersions().wire().decode(entry.value());
      if (!version.getVersion().equals(key)) {
        return skipped(entry, "key '" + key + "' but version '" + version.getVersion() + "'");
      }
      if (version.getChunks() < 1 || version.getChunks() > MAX_CHUNKS) {
        return skipped(entry, "a bundle of " + version.getChunks() + " chunks");
      }
      if (version.getArtifactPartition() != 0) {
        return skipped(entry, "chunks on partition " + version.getArtifactPartition());
      }
      snapshot = snapshot.with(version, Instant.ofEpochMilli(entry.timestamp()));
      return new RegistryEvent.Published(version);
    } catch (UndecodableException e) {
      return skipped(entry, e.getMessage());
    }
  }

  private void alias(
      ConsumerRecord<byte[], byte[]> entry, long versionsEnd, List<RegistryEvent> events) {
    if (entry.value() == null) {
      events.add(skipped(entry, "no value"));
      return;
    }
    try {
      AliasChange change = topics.modelAliases().wire().decode(entry.value());
      if (change.getVersion() == null && change.getAlias().equals(RegistrySnapshot.CHAMPION)) {
        events.add(skipped(entry, "alias '" + change.getAlias() + "' without a version"));
        return;
      }
      held.add(new Held(change, versionsEnd));
    } catch (UndecodableException e) {
      events.add(skipped(entry, e.getMessage()));
    }
  }

  private void release(List<RegistryEvent> events) {
    while (!held.isEmpty()) {
      AliasChange change = held.peek().change();
      boolean known =
          change.getVersion() == null || snapshot.version(change.getVersion()).isPresent();
      if (!known && consumer.position(versions) < held.peek().versionsEnd()) {
        return;
      }
      held.remove();
      if (known || change.getBundleSha256() != null) {
        snapshot = snapshot.with(change);
        events.add(new RegistryEvent.AliasChanged(change));
      } else {
        events.add(
            new RegistryEvent.Skipped(
                change.getVersion(),
                RefusalReason.UNKNOWN_VERSION,
                "alias '" + change.getAlias() + "' names a version that is not published"));
      }
    }
  }

  private RegistryEvent skipped(ConsumerRecord<byte[], byte[]> entry, String detail) {
    return new RegistryEvent.Skipped(
        entry.topic(),
        RefusalReason.UNREADABLE_RECORD,
        entry.topic() + " offset " + entry.offset() + ": " + detail);
  }

  /** Twice what a bundle may have: more is a lie or an attack. */
  private static final int MAX_CHUNKS = 512;
}
