package org.inkstream.streams.labels;

import org.inkstream.model.drift.EventHash;

/**
 * Where the 128 bits of an id ({@link EventHash#halves}) belong. Among a billion ids, two have the
 * same bits with a probability of about 10^-21; whoever makes ids on purpose can find such a pair,
 * and gains that one event gets another's label.
 */
final class EventIds {

  private EventIds() {}

  /** The label partition that an id belongs to. */
  static int partition(long high, int partitions) {
    return (int) Long.remainderUnsigned(high, partitions);
  }
}
