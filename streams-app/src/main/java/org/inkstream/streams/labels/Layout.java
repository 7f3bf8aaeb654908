package org.inkstream.streams.labels;

/**
 * How events and labels are laid out in bytes, big-endian; the schemas {@code ScoredImages} and
 * {@code RoutedLabels} have the words. All begin with both halves of the id's hash and a time.
 */
final class Layout {

  /** Place of the time. */
  static final int TIME = 2 * Long.BYTES;

  /** Place of what differs: an event's probabilities, a label's class. */
  static final int REST = TIME + Long.BYTES;

  /** Size of a label that is routed. */
  static final int ROUTED = REST + Integer.BYTES;

  /** Size of a label that is held: one byte more says if it has met its event. */
  static final int HELD = ROUTED + 1;

  /** Size of what a shadow said of an event: two classes, the champion's and the shadow's. */
  static final int SHADOWED = REST + 2 * Integer.BYTES;

  private Layout() {}

  /** Size of an event. */
  static int scored(int classes) {
    return REST + classes * Float.BYTES;
  }
}
