package org.inkstream.streams.deadletter;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.inkstream.model.command.CommandFailure;

/** One Kafka transaction a batch, with the positions in it. */
final class TransactionalSink implements ReplaySink {

  private final Producer<byte[], byte[]> producer;
  private final ConsumerGroupMetadata group;

  /**
   * Ends what an earlier replay left open and shuts out one that still runs: only after this do the
   * committed positions stay as they are read.
   *
   * @param producer with a transactional id that all replays share; not closed here
   */
  TransactionalSink(Producer<byte[], byte[]> producer, ConsumerGroupMetadata group) {
    this.producer = producer;
    this.group = group;
    producer.initTransactions();
  }

  @Override
  public void deliver(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> positions) {
    try {
      producer.beginTransaction();
      // A failed send fails the commit.
      records.forEach(producer::send);
      producer.sendOffsetsToTransaction(positions, group);
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new CommandFailure("another replay has taken over", e);
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
  }

  private void abort(KafkaException reason) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // The broker aborts it when it times out.
      reason.addSuppressed(e);
    }
  }
}
