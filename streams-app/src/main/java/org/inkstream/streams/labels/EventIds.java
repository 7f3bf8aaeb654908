package org.inkstream.streams.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Ids as 128 bits. Among a billion ids, two have the same bits with a probability of about 10^-21;
 * whoever makes ids on purpose can find such a pair, and gains that one event gets another's label.
 */
final class EventIds {

  private EventIds() {}

  /** Both halves of the hash. */
  static long[] hash(String id) {
    return MurmurHash3.hash128x64(id.getBytes(UTF_8));
  }

  /** The label partition that an id belongs to. */
  static int partition(long high, int partitions) {
    return (int) Long.remainderUnsigned(high, partitions);
  }
}
