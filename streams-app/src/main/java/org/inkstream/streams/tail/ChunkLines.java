package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.command.Terminal;

/**
 * Chunks of artefacts as lines: which they are and how large, never their bytes. In JSON an object
 * with {@code key}, {@code version}, {@code chunk} (from 0), {@code bytes} and {@code timestamp}
 * (milliseconds); version and chunk are null for a record that somebody else put on the topic.
 */
final class ChunkLines {

  private static final Pattern KEY = Pattern.compile("(.+)/(\\d{5,9})", Pattern.DOTALL);

  private ChunkLines() {}

  /** For people. */
  static Optional<String> text(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    Matcher chunk = KEY.matcher(key(record));
    return Optional.of(
        Terminal.oneLine(
            "%s  %s  %s  %d bytes"
                .formatted(
                    Instant.ofEpochMilli(record.timestamp()),
                    key(record),
                    chunk.matches()
                        ? "chunk " + Integer.parseInt(chunk.group(2))
                        : "not a chunk of ours",
                    record.value().length)));
  }

  /** For programs. */
  static Optional<String> json(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    Matcher chunk = KEY.matcher(key(record));
    boolean ours = chunk.matches();
    return Optional.of(
        JsonLines.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("key", key(record));
              json.writeObjectField("version", ours ? chunk.group(1) : null);
              json.writeObjectField("chunk", ours ? Integer.valueOf(chunk.group(2)) : null);
              json.writeNumberField("bytes", record.value().length);
              json.writeNumberField("timestamp", record.timestamp());
              json.writeEndObject();
            }));
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), UTF_8);
  }
}
