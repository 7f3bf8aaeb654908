package org.inkstream.streams.deadletter;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where replayed records go. */
@FunctionalInterface
interface ReplaySink {

  /** For a dry run: they go nowhere. */
  ReplaySink NOWHERE = (records, positions) -> {};

  /** Sends the records and keeps the positions reached, both or neither. */
  void deliver(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> positions);
}
