package org.inkstream.streams.deadletter;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far the dead letters of one partition have been replayed. A replay may take some reasons and
 * leave the others for later, so that each reason has a position of its own: {@code offset}, or one
 * further on in {@code ahead}. It is kept as the consumer group's committed offset and its
 * metadata, {@code REASON=offset,REASON=offset}. Immutable.
 *
 * @param offset no dead letter before it remains to be replayed
 * @param ahead positions of reasons that are further on, by reason; all greater than {@code offset}
 */
record ReplayPosition(long offset, Map<String, Long> ahead) {

  ReplayPosition {
    Map<String, Long> further = new TreeMap<>(ahead);
    further.values().removeIf(position -> position <= offset);
    ahead = further;
  }

  /**
   * The position that was committed.
   *
   * @throws IllegalArgumentException if its metadata is not ours
   */
  static ReplayPosition of(OffsetAndMetadata committed) {
    Map<String, Long> ahead = new TreeMap<>();
    for (String entry : committed.metadata().split(",")) {
      int equals = entry.indexOf('=');
      try {
        if (equals > 0) {
          ahead.put(entry.substring(0, equals), Long.parseLong(entry.substring(equals + 1)));
        } else if (!entry.isEmpty()) {
          throw new NumberFormatException();
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "the committed offset has metadata that no replay wrote: " + committed.metadata(), e);
      }
    }
    return new ReplayPosition(committed.offset(), ahead);
  }

  OffsetAndMetadata toCommit() {
    return new OffsetAndMetadata(
        offset,
        ahead.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(",")));
  }

  /** True if the dead letter at {@code letterOffset} has not been replayed. */
  boolean isPending(String reason, long letterOffset) {
    return letterOffset >= ahead.getOrDefault(reason, offset);
  }

  /** The position once every dead letter before {@code next} has been replayed. */
  ReplayPosition allUpTo(long next) {
    return new ReplayPosition(Math.max(offset, next), ahead);
  }

  /** The position once those of some reasons have, and others were left. */
  ReplayPosition upTo(long next, Set<String> reasons) {
    Map<String, Long> moved = new TreeMap<>(ahead);
    for (String reason : reasons) {
      moved.merge(reason, next, Math::max);
    }
    return new ReplayPosition(offset, moved);
  }
}
