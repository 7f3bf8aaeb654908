package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.inkstream.model.command.Terminal;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;

/**
 * Dead letters as lines. In JSON an object with
 *
 * <ul>
 *   <li>{@code topic}, {@code partition}, {@code offset}, {@code timestamp} (milliseconds): where
 *       the image event was; {@code reason}, {@code detail}: why it could not be classified. All
 *       six are null for a record that somebody else put on the topic.
 *   <li>{@code key}: the event's key as UTF-8 text, and {@code keyBase64}, its very bytes; {@code
 *       value}: the event's bytes in base64. Null when the event had none.
 *   <li>{@code headers}: the event's own headers in their order, each an object of {@code key} and
 *       {@code value}, in base64 or null.
 *   <li>{@code deadLetterPartition}, {@code deadLetterOffset}: where the dead letter is, which is
 *       what the header {@code inkstream.replayed-from} speaks of.
 * </ul>
 */
final class DeadLetterLines {

  private DeadLetterLines() {}

  static String json(ConsumerRecord<byte[], byte[]> record) {
    return JsonLines.write(json -> write(json, record));
  }

  private static void write(JsonGenerator json, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    Optional<DeadLetter> letter = DeadLetterHeaders.read(record.headers());
    json.writeStartObject();
    json.writeObjectField("topic", letter.map(DeadLetter::topic).orElse(null));
    json.writeObjectField("partition", letter.map(DeadLetter::partition).orElse(null));
    json.writeObjectField("offset", letter.map(DeadLetter::offset).orElse(null));
    json.writeObjectField("timestamp", letter.map(DeadLetter::timestamp).orElse(null));
    json.writeObjectField("reason", letter.map(DeadLetter::reason).orElse(null));
    json.writeObjectField("detail", letter.map(DeadLetter::detail).orElse(null));
    json.writeStringField("key", record.key() == null ? null : new String(record.key(), UTF_8));
    writeBytes(json, "keyBase64", record.key());
    writeBytes(json, "value", record.value());
    json.writeArrayFieldStart("headers");
    for (Header header : record.headers()) {
      if (!DeadLetterHeaders.isOurs(header.key())) {
        json.writeStartObject();
        json.writeStringField("key", header.key());
        writeBytes(json, "value", header.value());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeNumberField("deadLetterPartition", record.partition());
    json.writeNumberField("deadLetterOffset", record.offset());
    json.writeEndObject();
  }

  private static void writeBytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
    json.writeFieldName(name);
    if (bytes == null) {
      json.writeNull();
    } else {
      json.writeBinary(bytes);
    }
  }

  static String text(ConsumerRecord<byte[], byte[]> record) {
    int size = record.value() == null ? 0 : record.value().length;
    String where = record.partition() + ":" + record.offset() + "  ";
    return DeadLetterHeaders.read(record.headers())
        .map(
            letter ->
                Instant.ofEpochMilli(letter.timestamp())
                    + "  "
                    + letter.reason()
                    + "  from "
                    + letter.topic()
                    + " "
                    + letter.partition()
                    + ":"
                    + letter.offset()
                    + "  "
                    + size
                    + " bytes  "
                    + letter.detail())
        .map(line -> Terminal.oneLine(where + line))
        .orElse(where + "not a dead letter of ours  " + size + " bytes");
  }
}
