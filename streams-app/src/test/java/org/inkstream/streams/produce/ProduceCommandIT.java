package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.streams.cluster.KafkaCluster;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProduceCommandIT {

  private final KafkaCluster kafka = KafkaCluster.shared();

  /** Nobody has made them. */
  private final Topics topics = new Topics("produce-" + UUID.randomUUID() + ".");

  @TempDir private Path folder;

  @Test
  void shouldMakeTheTopicsAndSendImagesAndLabelsThatMatch()
      throws IOException, UndecodableException {
    Path data = Files.createDirectory(folder.resolve("letters"));
    // Three images of 2 x 1 whose label is their first pixel.
    Files.write(data.resolve("test-images-idx3-ubyte"), idx(new int[] {3, 1, 2}, 5, 0, 6, 0, 7, 0));
    Files.write(data.resolve("test-labels-idx1-ubyte"), idx(new int[] {3}, 5, 6, 7));

    String first = produce("--data", data.toString(), "--limit", "100", "--labels");
    String second = produce("--data", data.toString(), "--corrupt", "drop-class:6");

    assertThat(first).isEqualToNormalizingNewlines("sent: 100\nlabels: 100\n");
    assertThat(second).isEqualToNormalizingNewlines("sent: 2\ndropped: 1\n");
    Map<String, Integer> labels = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.labels().name(), 100)) {
      LabelEvent label = topics.labels().wire().decode(record.value());
      labels.put(label.getId(), label.getLabel());
    }
    assertThat(labels).hasSize(100);
    Set<String> ids = new HashSet<>();
    Set<Integer> partitions = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.images().name(), 102)) {
      ImageEvent image = topics.images().wire().decode(record.value());
      ids.add(image.getId());
      partitions.add(record.partition());
      assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
      assertThat(image.getSource()).isEqualTo("letters-test");
      if (labels.containsKey(image.getId())) {
        assertThat(labels.get(image.getId())).isEqualTo((int) image.getPixels().get(0));
      }
    }
    assertThat(ids).hasSize(102).containsAll(labels.keySet());
    assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void shouldSendAdversarialImagesToAShareOfTheStream() throws IOException, UndecodableException {
    Path data = Files.createDirectory(folder.resolve("even"));
    Files.write(data.resolve("test-images-idx3-ubyte"), idx(new int[] {1, 2, 2}, 99, 99, 99, 99));
    Files.write(data.resolve("test-labels-idx1-ubyte"), idx(new int[] {1}, 3));
    Path bundle =
        Files.write(folder.resolve("a.bundle"), TestModel.of("v1", 1).withSide(2).bytes());

    String sent =
        produce(
            "--data",
            data.toString(),
            "--limit",
            "40",
            "--corrupt",
            "fgsm:9",
            "--against",
            bundle.toString(),
            "--corrupt-fraction",
            "0.5",
            "--corrupt-after",
            "20");

    assertThat(sent).isEqualToNormalizingNewlines("sent: 40\n");
    int attacked = 0;
    for (ConsumerRecord<byte[], byte[]> record : read(topics.images().name(), 40)) {
      ByteBuffer pixels = topics.images().wire().decode(record.value()).getPixels();
      attacked += pixels.get(0) == 99 ? 0 : 1;
      assertThat((int) pixels.get(0)).isIn(90, 99, 108);
    }
    // Of the last twenty; all or none of them would be one in a million.
    assertThat(attacked).isBetween(1, 19);
  }

  private String produce(String... options) {
    String[] arguments = new String[options.length + 5];
    arguments[0] = "produce";
    arguments[1] = "--bootstrap-servers";
    arguments[2] = kafka.bootstrapServers();
    arguments[3] = "--prefix";
    arguments[4] = topics.prefix();
    System.arraycopy(options, 0, arguments, 5, options.length);
    StringWriter out = new StringWriter();
    int exitCode =
        CommandProcess.commandLine(List.of(new ProduceCommand()), false)
            .setOut(new PrintWriter(out, true))
            .execute(arguments);
    assertThat(exitCode).isZero();
    return out.toString();
  }

  /** All records of a topic, which are to be so many. */
  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "enable.auto.commit", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(count);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (records.size() < count) {
        consumer.poll(Duration.ofSeconds(10)).forEach(records::add);
      }
      return records;
    }
  }

  /** An IDX file of bytes. */
  private static byte[] idx(int[] sizes, int... data) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + data.length);
    file.putInt(0x800 + sizes.length);
    for (int size : sizes) {
      file.putInt(size);
    }
    for (int value : data) {
      file.put((byte) value);
    }
    return file.array();
  }
}
