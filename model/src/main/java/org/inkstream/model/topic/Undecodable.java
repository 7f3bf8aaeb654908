package org.inkstream.model.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of each record that cannot be decoded and is skipped. */
@FunctionalInterface
public interface Undecodable {

  /**
   * A record is skipped.
   *
   * @param why in one line
   */
  void skipped(ConsumerRecord<?, ?> record, String why);

  /** A line of the log for each: for what runs long. Safe for use by many threads. */
  static Undecodable inLog() {
    Logger log = LoggerFactory.getLogger(Undecodable.class);
    return (record, why) ->
        log.warn(
            "event=record-skipped topic={} partition={} offset={} error={}",
            record.topic(),
            record.partition(),
            record.offset(),
            why);
  }
}
