package org.inkstream.streams.drift;

import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the windows of drift statistics take in. */
public sealed interface DriftInput {

  /** What a batch adds to a window. */
  record Counts(DriftCounts counts) implements DriftInput {}

  /** Somebody has taken note of an alarm. */
  record Acknowledged(DriftAck ack) implements DriftInput {}

  /** A record that means nothing. */
  record Nothing() implements DriftInput {}

  /**
   * An acknowledgement as it came: anybody may write that topic, and nothing there may stop the
   * stream.
   *
   * @param wire the topic's encoding
   * @param value as the topic has it; may be null
   */
  static DriftInput acknowledged(Wire<DriftAck> wire, byte[] value) {
    String error = "no value";
    if (value != null) {
      try {
        return new Acknowledged(wire.decode(value));
      } catch (UndecodableException e) {
        error = e.getMessage();
      }
    }
    Logger log = LoggerFactory.getLogger(DriftInput.class);
    log.warn("event=drift-ack-skipped error={}", error);
    return new Nothing();
  }
}
