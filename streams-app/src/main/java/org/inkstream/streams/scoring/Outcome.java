package org.inkstream.streams.scoring;

import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.ShadowCounts;

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

  /**
   * What labels will need of the events of one batch; the record has neither key nor headers.
   *
   * @param labelPartition where their labels will come
   */
  record Scored(int labelPartition, ScoredImages images) implements Outcome {}

  /** What the shadow said of events answered before; the record has neither key nor headers. */
  record Shadowed(ShadowCounts counts) implements Outcome {}
}
