package org.inkstream.streams.deadletter;

import java.util.Objects;

/**
 * Why an image event could not be classified, and where it came from.
 *
 * @param reason one word of a fixed list, the same in logs and metrics
 * @param detail for people: what exactly was found; may be empty
 * @param topic the event's topic, prefix included
 * @param partition the event's partition
 * @param offset the event's offset
 * @param timestamp the event's timestamp, milliseconds since the epoch
 */
public record DeadLetter(
    String reason, String detail, String topic, int partition, long offset, long timestamp) {

  /** Checks that nothing is null. */
  public DeadLetter {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(topic, "topic");
  }
}
