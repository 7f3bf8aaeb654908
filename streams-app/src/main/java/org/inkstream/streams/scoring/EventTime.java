package org.inkstream.streams.scoring;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own time. A record without one (a negative time) counts as of 1970, because Kafka
 * Streams would drop it without a word.
 */
public final class EventTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> event, long partitionTime) {
    return Math.max(0, event.timestamp());
  }
}
