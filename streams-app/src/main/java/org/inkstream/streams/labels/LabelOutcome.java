package org.inkstream.streams.labels;

/** What became of a label. */
public enum LabelOutcome {
  /** It met its event and is counted. */
  JOINED,

  /** No event with its id came within the bound, or it was forgotten for want of room. */
  UNKNOWN,

  /** A label with its id had come before, whatever class that one named. */
  DUPLICATE,

  /** Its event is known, but further away in time than the bound. */
  EXPIRED,

  /** No value, no label event, no id, or more than an hour in the future. */
  SKIPPED
}
