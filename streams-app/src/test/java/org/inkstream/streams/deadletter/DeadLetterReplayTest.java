package org.inkstream.streams.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.inkstream.streams.deadletter.DeadLetterReplay.Outcome;
import org.inkstream.streams.deadletter.DeadLetterReplay.Request;
import org.junit.jupiter.api.Test;

class DeadLetterReplayTest {

  private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private OffsetAndMetadata reached;

  @Test
  void shouldCountTheSameWhetherOrNotItSends() {
    Outcome counted = run(ReplaySink.NOWHERE, Set.of());
    Outcome replayed = run(this::deliver, Set.of());

    assertThat(counted).isEqualTo(replayed);
    assertThat(replayed).isEqualTo(new Outcome(Map.of("A", 1L, "B", 1L), 0, 2));
    assertThat(sent).extracting(entry -> entry.value()[0]).containsExactly((byte) 0, (byte) 3);
  }

  @Test
  void shouldNotLeaveForAnotherTimeWhatCannotBeReplayed() {
    assertThat(run(this::deliver, Set.of("A", "B")))
        .isEqualTo(new Outcome(Map.of("A", 1L, "B", 1L), 0, 2));
    assertThat(reached).isEqualTo(new OffsetAndMetadata(4, ""));

    assertThat(run(this::deliver, Set.of("B"))).isEqualTo(new Outcome(Map.of("B", 1L), 1, 2));
    assertThat(reached).isEqualTo(new OffsetAndMetadata(0, "B=4"));
  }

  /** A dead letter, a record without headers, one without the offset, and a dead letter. */
  private static Outcome run(ReplaySink sink, Set<String> reasons) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    for (String topic : List.of("letters", "images")) {
      consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
    }
    consumer.updateBeginningOffsets(Map.of(LETTERS, 0L));
    consumer.updateEndOffsets(Map.of(LETTERS, 4L));
    ConsumerRecord<byte[], byte[]> cut = letter(2, "A");
    cut.headers().remove(DeadLetterHeaders.OFFSET);
    consumer.schedulePollTask(
        () -> List.of(letter(0, "A"), record(1), cut, letter(3, "B")).forEach(consumer::addRecord));
    DeadLetterReplay replay =
        new DeadLetterReplay(
            consumer, sink, new Request("letters", "images", reasons, Long.MAX_VALUE));
    replay.run();
    return replay.outcome();
  }

  private void deliver(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> positions) {
    sent.addAll(records);
    reached = positions.get(LETTERS);
  }

  private static ConsumerRecord<byte[], byte[]> letter(int offset, String reason) {
    ConsumerRecord<byte[], byte[]> record = record(offset);
    DeadLetterHeaders.write(record.headers(), new DeadLetter(reason, "", "images", 0, 12, 34));
    return record;
  }

  private static ConsumerRecord<byte[], byte[]> record(int offset) {
    return new ConsumerRecord<>("letters", 0, offset, null, new byte[] {(byte) offset});
  }
}
