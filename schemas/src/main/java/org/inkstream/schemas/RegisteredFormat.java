package org.inkstream.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.message.RawMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Confluent's wire format of one record type: a zero, the id that the schema registry has given to
 * the writer's schema in four bytes, big-endian, then the binary body.
 *
 * @param <T> the generated record class
 */
final class RegisteredFormat<T extends SpecificRecordBase> {

  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** Ids whose readers are kept; more is no topic of ours, and they are made anew. */
  private static final int MOST_KEPT = 1_000;

  /** How an id is read: with a reader, or not, for a reason in words. */
  private record Reading<T>(DatumReader<T> reader, String refusal) {}

  private final SpecificData data;
  private final Schema schema;
  private final RawMessageEncoder<T> bodies;
  private final IntSupplier id;
  private final WriterSchemas schemas;
  private final Map<Integer, Reading<T>> readings = new ConcurrentHashMap<>();

  RegisteredFormat(SpecificData data, Schema schema, IntSupplier id, WriterSchemas schemas) {
    this.data = data;
    this.schema = schema;
    this.bodies = new RawMessageEncoder<>(data, schema, false);
    this.id = id;
    this.schemas = schemas;
  }

  static boolean isIn(byte[] bytes) {
    return bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
  }

  static int idIn(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  byte[] encode(T value) throws IOException {
    // The encoder's own buffer, which this thread's next body overwrites: copied at once.
    ByteBuffer body = bodies.encode(value);
    byte[] bytes = new byte[HEADER_BYTES + body.remaining()];
    ByteBuffer.wrap(bytes).put(MAGIC).putInt(id.getAsInt()).put(body);
    return bytes;
  }

  /**
   * Reads values of the schema that the bytes name.
   *
   * @throws UndecodableException if there is no such schema, or not one of this record
   * @throws UnresolvedSchemaException if the registry does not say
   */
  DatumReader<T> reader(byte[] bytes) throws UndecodableException {
    int written = idIn(bytes);
    Reading<T> reading = readings.get(written);
    if (reading == null) {
      WriterSchemas.Answer answer = schemas.byId(written);
      if (answer instanceof WriterSchemas.Found found) {
        reading = reading(found.schema());
      } else if (answer instanceof WriterSchemas.Unusable unusable) {
        reading = new Reading<>(null, unusable.reason());
      } else {
        // Not kept: it may be registered later.
        throw new UnknownSchemaException(written);
      }
      if (readings.size() >= MOST_KEPT) {
        readings.clear();
      }
      readings.put(written, reading);
    }
    if (reading.reader == null) {
      throw new UndecodableException("schema " + written + ": " + reading.refusal);
    }
    return reading.reader;
  }

  private Reading<T> reading(Schema writer) {
    List<String> differences = Differences.of(schema, writer);
    return differences.isEmpty()
        ? new Reading<>(new SpecificDatumReader<>(writer, schema, data), "")
        : new Reading<>(null, "no " + schema.getName() + ": " + differences.get(0));
  }
}
