package org.inkstream.bench.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.UndecodableException;

/**
 * Holds what was committed against what came in: from the first event on, every event of a
 * partition once and in order, with the label the reference gave.
 *
 * @param answers in all
 * @param inWindow of these, dated by the broker inside the measured time
 * @param misplaced answers that repeat one, skip one or come out of order
 * @param wrong answers with another label than the reference
 */
record Audit(long answers, long inWindow, long misplaced, long wrong) {

  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Reads an application's output to its end, after the application has.
   *
   * @param from begin of the measured time, milliseconds since the epoch
   * @param to its end
   * @param expected the label of an image, or -1 if any will do
   */
  static Audit of(
      Cluster cluster,
      Variant variant,
      long from,
      long to,
      Events events,
      IntUnaryOperator expected)
      throws InterruptedException {
    String topic = Cluster.TOPICS.classifications().name();
    Answer.Reader reader = Answer.reader(variant);
    long[] next = new long[Events.PARTITIONS];
    long answers = 0;
    long inWindow = 0;
    long misplaced = 0;
    long wrong = 0;
    Map<TopicPartition, Long> ends = cluster.ends(topic);
    Map<String, Object> config = cluster.client();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.copyOf(ends.keySet()));
      consumer.seekToBeginning(ends.keySet());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          Answer answer = reader.read(entry.value());
          answers++;
          inWindow += entry.timestamp() >= from && entry.timestamp() < to ? 1 : 0;
          misplaced += answer.offset() == next[answer.partition()] ? 0 : 1;
          next[answer.partition()] = answer.offset() + 1;
          int label = expected.applyAsInt(events.image(answer.partition(), answer.offset()));
          wrong += label >= 0 && answer.label() != label ? 1 : 0;
        }
      }
    } catch (IOException | UndecodableException e) {
      throw new CommandFailure("an answer cannot be read: " + e.getMessage(), e);
    }
    return new Audit(answers, inWindow, misplaced, wrong);
  }

  /** True if nothing was lost, repeated, out of order or wrong. */
  boolean clean() {
    return misplaced == 0 && wrong == 0;
  }
}
