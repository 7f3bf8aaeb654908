package org.inkstream.model.topic;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
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

  /** A line for people for the first of each topic: for a command. For one thread. */
  static Undecodable firstAsLine(Consumer<String> lines) {
    Set<String> told = new HashSet<>();
    return (record, why) -> {
      if (told.add(record.topic())) {
        lines.accept(
            ("inkstream: record %s %d:%d cannot be decoded and is skipped, as are any others like"
                    + " it: %s")
                .formatted(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?")));
      }
    };
  }
}
