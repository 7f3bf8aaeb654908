package org.inkstream.streams.scoring;

import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftCounts;

/** What the scoring node sends on. */
public sealed interface Outcome {

  /** The answer to an event; the record has the event's key, timestamp and headers. */
  record Classified(Classification classification) implements Outcome {}

  /**
   * An event without an answer; the record has the event's key and headers, and why.
   *
   * @param value the event's bytes as they came; may be null
   */
  record DeadLettered(byte[] value) implements Outcome {}

  /** What one batch adds to a drift window; the record has neither key nor headers. */
  record Counted(DriftCounts counts) implements Outcome {}
}
