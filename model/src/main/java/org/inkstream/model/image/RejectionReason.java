package org.inkstream.model.image;

/**
 * Why an image event got no classification. The name is the word used everywhere: in the dead
 * letter's header, the log, the metric's label and the documentation. Names are never changed or
 * reused; new ones are added at the end.
 */
public enum RejectionReason {
  /** The record's value is not an image event in a known schema. */
  UNDECODABLE_EVENT,
  /** The record has no value. */
  NULL_VALUE,
  /** The event's id is empty. */
  MISSING_ID,
  /** The event says an encoding that this version does not know. */
  UNKNOWN_ENCODING,
  /** The image has no pixels: a width or height below 1, or no bytes at all. */
  EMPTY_IMAGE,
  /** The image has more pixels than {@link ImageEncoder#MAX_PIXELS}. */
  IMAGE_TOO_LARGE,
  /** The pixels are not as many as width and height say, or the file's size is another. */
  PIXELS_MISMATCH,
  /** The PNG or JPEG file is damaged, cut short, or of a kind that cannot be read. */
  UNREADABLE_IMAGE,
  /** The record's time is further ahead of the clock than is allowed. */
  TIMESTAMP_IN_FUTURE,
  /** The network failed on this image, or answered with something that is not a probability. */
  SCORING_FAILED,
  /** The schema registry has no schema of the id that the event names. */
  UNKNOWN_SCHEMA
}
