package org.inkstream.streams.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.inkstream.model.command.CommandFailure;

/**
 * One replay: from where the last one ended to where the dead letters end now. What comes later, be
 * it a replayed image that fails again, is left for the next, so that a replay always ends.
 *
 * <p>Used by one thread, but for {@link #stop()}.
 */
final class DeadLetterReplay {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int EMPTY_POLLS = 60;

  private final Consumer<byte[], byte[]> consumer;
  private final ReplaySink sink;
  private final Request request;

  private final Map<TopicPartition, ReplayPosition> positions = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  // Partitions in which a dead letter was left for its reason, so that their offset has to stay.
  private final Set<TopicPartition> withLeftovers = new HashSet<>();
  private final Map<String, Long> replayed = new TreeMap<>();
  private long skipped;
  private long foreign;
  private int targetPartitions;
  private volatile boolean stopped;

  /**
   * What is asked for.
   *
   * @param source full name of the topic with the dead letters
   * @param target full name of the topic they go to
   * @param reasons which to replay; empty for all
   * @param limit how many at most
   */
  record Request(String source, String target, Set<String> reasons, long limit) {
    Request {
      reasons = Set.copyOf(reasons);
    }
  }

  /**
   * What was done.
   *
   * @param replayed dead letters sent, by reason
   * @param skipped dead letters left for their reason
   * @param foreign records that are no dead letters of ours: nothing says which event they were
   */
  record Outcome(Map<String, Long> replayed, long skipped, long foreign) {
    long total() {
      return replayed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A replay that has not begun.
   *
   * @param consumer in the group whose offsets are the replay's positions; reads committed records
   *     only
   */
  DeadLetterReplay(Consumer<byte[], byte[]> consumer, ReplaySink sink, Request request) {
    this.consumer = consumer;
    this.sink = sink;
    this.request = request;
  }

  /** Makes {@link #run()} return after the batch it is at; for any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Replays; then {@link #outcome()} says what was done.
   *
   * @throws CommandFailure if a topic does not exist or the broker falls silent
   */
  void run() {
    targetPartitions = partitionsOf(request.target()).size();
    begin(partitionsOf(request.source()));
    int emptyPolls = 0;
    while (!stopped && total() < request.limit() && !isAtEnd()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
      if (emptyPolls == EMPTY_POLLS) {
        throw new CommandFailure("no dead letters arrive, though there are more to come");
      }
      replay(records);
    }
  }

  /** What has been done so far, up to the last batch delivered. */
  Outcome outcome() {
    return new Outcome(new TreeMap<>(replayed), skipped, foreign);
  }

  private List<TopicPartition> partitionsOf(String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw new CommandFailure("there is no topic '" + topic + "'");
    }
    return partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
  }

  private void begin(List<TopicPartition> partitions) {
    consumer.assign(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    ends.putAll(consumer.endOffsets(partitions));
    for (TopicPartition partition : partitions) {
      long beginning = beginnings.get(partition);
      OffsetAndMetadata last = committed.get(partition);
      // Dead letters that retention has taken since are not there to be replayed.
      ReplayPosition position =
          (last == null ? new ReplayPosition(0, Map.of()) : ReplayPosition.of(last))
              .allUpTo(beginning);
      positions.put(partition, position);
      consumer.seek(partition, position.offset());
    }
  }

  private boolean isAtEnd() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private long total() {
    return replayed.values().stream().mapToLong(Long::longValue).sum();
  }

  private void replay(ConsumerRecords<byte[], byte[]> records) {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      long next = replay(partition, records.records(partition), batch);
      ReplayPosition before = positions.get(partition);
      ReplayPosition after =
          withLeftovers.contains(partition)
              ? before.upTo(next, request.reasons())
              : before.allUpTo(next);
      positions.put(partition, after);
      reached.put(partition, after.toCommit());
    }
    if (!reached.isEmpty()) {
      sink.deliver(batch, reached);
    }
  }

  /** Adds what is to be sent to the batch, and returns the offset up to which it has come. */
  private long replay(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      List<ProducerRecord<byte[], byte[]>> batch) {
    ReplayPosition position = positions.get(partition);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.offset() >= ends.get(partition) || total() >= request.limit()) {
        return Math.min(record.offset(), ends.get(partition));
      }
      Optional<DeadLetter> letter = DeadLetterHeaders.read(record.headers());
      if (letter.isEmpty()) {
        foreign++;
        continue;
      }
      String reason = letter.get().reason();
      if (!position.isPending(reason, record.offset())) {
        continue;
      }
      if (request.reasons().isEmpty() || request.reasons().contains(reason)) {
        batch.add(original(record, letter.get()));
        replayed.merge(reason, 1L, Long::sum);
      } else {
        withLeftovers.add(partition);
        skipped++;
      }
    }
    // Past the markers of transactions, which are offsets without records.
    return Math.min(consumer.position(partition), ends.get(partition));
  }

  private ProducerRecord<byte[], byte[]> original(
      ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : record.headers()) {
      if (!DeadLetterHeaders.isOurs(header.key())
          && !header.key().equals(DeadLetterHeaders.REPLAYED_FROM)) {
        headers.add(header);
      }
    }
    headers.add(
        DeadLetterHeaders.REPLAYED_FROM,
        (record.partition() + ":" + record.offset()).getBytes(UTF_8));
    // Back to its partition, whatever rule the producer chose it by, while there is such a one.
    boolean isThere = letter.partition() >= 0 && letter.partition() < targetPartitions;
    Integer partition = isThere ? letter.partition() : null;
    return new ProducerRecord<>(request.target(), partition, record.key(), record.value(), headers);
  }
}
