package org.inkstream.model.registry;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ModelVersion;

/** Reads the bundles of published versions. Safe for use by many threads. */
public final class Artifacts {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;
  private final Topics topics;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   */
  public Artifacts(Map<String, Object> client, Topics topics) {
    this.client = Map.copyOf(client);
    this.topics = topics;
  }

  /**
   * The bundle of a version, as published. Its digest is not checked here.
   *
   * @throws ArtifactException if a chunk is missing, or larger than any that is published
   * @throws org.apache.kafka.common.KafkaException if the brokers cannot be read
   */
  public byte[] fetch(ModelVersion version) throws ArtifactException {
    TopicPartition partition =
        new TopicPartition(topics.modelArtifacts().name(), version.getArtifactPartition());
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            RegistryClients.consumer(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = written(partition);
      long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
      byte[][] chunks = new byte[version.getChunks()][];
      if (version.getArtifactOffset() >= begin) {
        read(consumer, partition, version.getArtifactOffset(), end, version, chunks);
      }
      if (firstMissing(chunks) >= 0) {
        // A topic copied by a mirror has other offsets than the manifest names.
        read(consumer, partition, begin, end, version, chunks);
      }
      int missing = firstMissing(chunks);
      if (missing >= 0) {
        throw new ArtifactException(
            "chunk " + missing + " of " + chunks.length + " is not on " + partition.topic());
      }
      return join(chunks);
    }
  }

  /**
   * Where the partition ends, what is not committed included: the chunks of a version may become
   * visible after its manifest, which is on another partition.
   */
  private long written(TopicPartition partition) {
    try (Consumer<byte[], byte[]> uncommitted =
        new KafkaConsumer<>(
            RegistryClients.uncommittedConsumer(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return uncommitted.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long end,
      ModelVersion version,
      byte[][] chunks)
      throws ArtifactException {
    Map<ByteBuffer, Integer> wanted = new HashMap<>();
    for (int i = 0; i < chunks.length; i++) {
      wanted.put(ByteBuffer.wrap(Chunks.key(version.getVersion(), i)), i);
    }
    consumer.seek(partition, from);
    while (consumer.position(partition) < end && firstMissing(chunks) >= 0) {
      for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
        Integer i = entry.key() == null ? null : wanted.get(ByteBuffer.wrap(entry.key()));
        if (i != null && chunks[i] == null) {
          chunks[i] = bounded(i, entry.value());
        }
      }
    }
  }

  // Brokers take a megabyte and more, and hundreds of those would not fit the heap.
  private static byte[] bounded(int chunk, byte[] value) throws ArtifactException {
    if (value != null && value.length > Chunks.BYTES) {
      throw new ArtifactException(
          "chunk %d has %d bytes, a chunk has %d at most"
              .formatted(chunk, value.length, Chunks.BYTES));
    }
    return value;
  }

  private static int firstMissing(byte[][] chunks) {
    return IntStream.range(0, chunks.length).filter(i -> chunks[i] == null).findFirst().orElse(-1);
  }

  private static byte[] join(byte[][] chunks) {
    byte[] whole = new byte[Arrays.stream(chunks).mapToInt(c -> c.length).sum()];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, whole, at, chunk.length);
      at += chunk.length;
    }
    return whole;
  }
}
