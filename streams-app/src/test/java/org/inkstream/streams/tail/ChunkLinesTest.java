package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.inkstream.model.topic.Topics;
import org.junit.jupiter.api.Test;

class ChunkLinesTest {

  private final PrintableTopics topics = new PrintableTopics(new Topics("x."));

  @Test
  void shouldNameAChunkAndNotPrintIt() throws Exception {
    ConsumerRecord<byte[], byte[]> chunk = record("v1/00012", new byte[262_144]);

    assertThat(line(chunk, false))
        .contains("1970-01-01T00:00:01Z  v1/00012  chunk 12  262144 bytes");
    assertThat(line(chunk, true))
        .contains(
            "{\"key\":\"v1/00012\",\"version\":\"v1\",\"chunk\":12,\"bytes\":262144,"
                + "\"timestamp\":1000}");
  }

  @Test
  void shouldPrintOnPastWhatIsNoChunk() throws Exception {
    ConsumerRecord<byte[], byte[]> other = record("some\nthing", new byte[3]);

    assertThat(line(other, false))
        .contains("1970-01-01T00:00:01Z  some?thing  not a chunk of ours  3 bytes");
    assertThat(line(other, true))
        .contains(
            "{\"key\":\"some\\nthing\",\"version\":null,\"chunk\":null,\"bytes\":3,"
                + "\"timestamp\":1000}");
    assertThat(line(record(null, new byte[1]), false)).isPresent();
  }

  @Test
  void shouldLeaveDeletionsToTheTail() throws Exception {
    assertThat(line(record("v1/00000", null), false)).isEmpty();
    assertThat(line(record("v1/00000", null), true)).isEmpty();
  }

  private Optional<String> line(ConsumerRecord<byte[], byte[]> record, boolean json)
      throws Exception {
    return topics.format(topics.find("model-artifacts").orElseThrow(), json).format(record);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>(
        "x.model-artifacts",
        0,
        0,
        1_000,
        TimestampType.CREATE_TIME,
        -1,
        -1,
        key == null ? null : key.getBytes(UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
