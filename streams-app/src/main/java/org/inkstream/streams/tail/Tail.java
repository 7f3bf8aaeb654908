package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Terminal;
import org.inkstream.schemas.UndecodableException;

/**
 * Prints a topic's records until the limit, the end if that is wanted, a wake-up of the consumer,
 * or a reader who has closed the output. Used by one thread.
 */
final class Tail {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final LineFormat format;
  private final PrintWriter out;
  private final PrintWriter err;
  private final long limit;

  private long printed;
  private long undecodable;
  private boolean outputClosed;
  private Optional<Map<TopicPartition, Long>> ends = Optional.empty();

  /**
   * A tail that has not begun.
   *
   * @param consumer reads committed records only
   * @param limit lines to print at most
   */
  Tail(
      Consumer<byte[], byte[]> consumer,
      LineFormat format,
      PrintWriter out,
      PrintWriter err,
      long limit) {
    this.consumer = consumer;
    this.format = format;
    this.out = out;
    this.err = err;
    this.limit = limit;
  }

  /**
   * Prints.
   *
   * @param topic full name
   * @param fromBeginning from the oldest record kept, else only what comes from now on
   * @param toEnd up to the newest that is committed now, else until told to stop
   * @throws CommandFailure if there is no such topic
   */
  void run(String topic, boolean fromBeginning, boolean toEnd) {
    try {
      start(topic, fromBeginning, toEnd);
      while (!isDone() && !isAtEnd()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (isDone()) {
            break;
          }
          if (isWanted(record)) {
            print(record);
          }
        }
      }
    } catch (WakeupException e) {
      // Told to stop.
      out.flush();
    }
    if (undecodable > 0) {
      err.println("inkstream: " + undecodable + " records could not be decoded");
    }
  }

  private void start(String topic, boolean fromBeginning, boolean toEnd) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new CommandFailure("there is no topic '" + topic + "' yet");
    }
    List<TopicPartition> partitions =
        found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    consumer.assign(partitions);
    if (toEnd) {
      ends = Optional.of(consumer.endOffsets(partitions));
    }
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      // Kafka looks the end up when it is needed; it is to be the end of now.
      partitions.forEach(consumer::position);
    }
  }

  private boolean isAtEnd() {
    return ends.isPresent()
        && ends.get().entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    return ends.isEmpty() || record.offset() < ends.get().get(partition);
  }

  private boolean isDone() {
    return printed >= limit || outputClosed;
  }

  private void print(ConsumerRecord<byte[], byte[]> record) {
    try {
      Optional<String> line = format.format(record);
      if (line.isEmpty()) {
        complain(record, "deletes " + (record.key() == null ? "nothing" : text(record.key())));
        return;
      }
      out.println(line.get());
      printed++;
      // Also flushes, so that a reader sees each line at once.
      outputClosed = out.checkError();
    } catch (UndecodableException e) {
      undecodable++;
      complain(record, "cannot be decoded: " + e.getMessage());
    }
  }

  private void complain(ConsumerRecord<byte[], byte[]> record, String what) {
    err.println(
        Terminal.oneLine(
            "inkstream: record %s %d:%d %s"
                .formatted(record.topic(), record.partition(), record.offset(), what)));
  }

  private static String text(byte[] key) {
    return "'" + new String(key, UTF_8) + "'";
  }
}
