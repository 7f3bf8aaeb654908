package org.inkstream.streams.tail;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.schemas.UndecodableException;

/** Makes one line of text of a record. Implementations are safe for use by many threads. */
@FunctionalInterface
interface LineFormat {

  /**
   * The line, without its end; empty for a record that only deletes its key.
   *
   * @throws UndecodableException if the record does not hold what its topic should
   */
  Optional<String> format(ConsumerRecord<byte[], byte[]> record) throws UndecodableException;
}
