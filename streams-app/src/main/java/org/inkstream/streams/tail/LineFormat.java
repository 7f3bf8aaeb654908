package org.inkstream.streams.tail;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.schemas.UndecodableException;

/** Makes one line of text of a record. Implementations are safe for use by many threads. */
@FunctionalInterface
interface LineFormat {

  /**
   * The line, without its end.
   *
   * @throws UndecodableException if the record does not hold what its topic should
   */
  String format(ConsumerRecord<byte[], byte[]> record) throws UndecodableException;
}
