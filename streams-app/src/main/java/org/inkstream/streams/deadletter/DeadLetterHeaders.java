package org.inkstream.streams.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that make a record a dead letter. All values are text in UTF-8, numbers in decimal.
 * They stand beside the event's own headers, which are kept.
 */
public final class DeadLetterHeaders {

  /** What the names of all our headers begin with. */
  public static final String PREFIX = "inkstream.";

  /** {@link DeadLetter#reason()}. */
  public static final String REASON = PREFIX + "reason";

  /** {@link DeadLetter#detail()}. */
  public static final String DETAIL = PREFIX + "detail";

  /** {@link DeadLetter#topic()}. */
  public static final String TOPIC = PREFIX + "topic";

  /** {@link DeadLetter#partition()}. */
  public static final String PARTITION = PREFIX + "partition";

  /** {@link DeadLetter#offset()}. */
  public static final String OFFSET = PREFIX + "offset";

  /** {@link DeadLetter#timestamp()}. */
  public static final String TIMESTAMP = PREFIX + "timestamp";

  /** On a replayed image event: {@code partition:offset} of the dead letter it was. */
  public static final String REPLAYED_FROM = PREFIX + "replayed-from";

  private DeadLetterHeaders() {}

  /** Writes the six headers of a dead letter, in place of any that have their names. */
  public static void write(Headers headers, DeadLetter letter) {
    set(headers, REASON, letter.reason());
    set(headers, DETAIL, letter.detail());
    set(headers, TOPIC, letter.topic());
    set(headers, PARTITION, Integer.toString(letter.partition()));
    set(headers, OFFSET, Long.toString(letter.offset()));
    set(headers, TIMESTAMP, Long.toString(letter.timestamp()));
  }

  /**
   * Reads the six headers back.
   *
   * @return empty if one is missing or a number is not one: somebody else wrote the record
   */
  public static Optional<DeadLetter> read(Headers headers) {
    Optional<String> reason = text(headers, REASON);
    Optional<String> detail = text(headers, DETAIL);
    Optional<String> topic = text(headers, TOPIC);
    Optional<String> partition = text(headers, PARTITION);
    Optional<String> offset = text(headers, OFFSET);
    Optional<String> timestamp = text(headers, TIMESTAMP);
    if (reason.isEmpty()
        || detail.isEmpty()
        || topic.isEmpty()
        || partition.isEmpty()
        || offset.isEmpty()
        || timestamp.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DeadLetter(
              reason.get(),
              detail.get(),
              topic.get(),
              Integer.parseInt(partition.get()),
              Long.parseLong(offset.get()),
              Long.parseLong(timestamp.get())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** True for the six headers that {@link #write} writes. */
  public static boolean isOurs(String name) {
    return switch (name) {
      case REASON, DETAIL, TOPIC, PARTITION, OFFSET, TIMESTAMP -> true;
      default -> false;
    };
  }

  static void set(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }

  private static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }
}
