package org.inkstream.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Encodes and decodes one record type in Avro's single-object encoding: the two bytes C3 01, the
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, then the binary body.
 *
 * <p>The decoder reads values written with the current schema or with any released one ({@code
 * released/} on the class path). It takes no more memory than the bytes account for, whatever they
 * claim. Instances are safe for use by many threads.
 *
 * @param <T> the generated record class
 */
public final class Wire<T extends SpecificRecordBase> {

  private static final byte MAGIC_0 = (byte) 0xC3;
  private static final byte MAGIC_1 = 0x01;
  private static final int FINGERPRINT_OFFSET = 2;
  private static final int HEADER_BYTES = FINGERPRINT_OFFSET + Long.BYTES;

  private final Class<T> type;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<Long, DatumReader<T>> readers = new HashMap<>();

  private Wire(Class<T> type) {
    this.type = type;
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    for (Schema released : ReleasedSchemas.of(schema.getName())) {
      readers.put(fingerprint(released), new SpecificDatumReader<>(released, schema, data));
    }
    readers.put(fingerprint(schema), new SpecificDatumReader<>(schema, schema, data));
  }

  /**
   * The encoding of one record type.
   *
   * @throws AvroRuntimeException if {@code type} has no schema
   */
  public static <T extends SpecificRecordBase> Wire<T> of(Class<T> type) {
    return new Wire<>(type);
  }

  /**
   * The value as bytes.
   *
   * @throws AvroRuntimeException if a field that may not be null is null
   */
  public byte[] encode(T value) {
    try {
      var buffer = encoder.encode(value);
      if (buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
        return buffer.array();
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value that the bytes hold.
   *
   * @param bytes not null
   * @throws UndecodableException if the bytes are not a value of this type, written with a schema
   *     this version knows
   */
  public T decode(byte[] bytes) throws UndecodableException {
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
      throw new UndecodableException("not Avro single-object encoding");
    }
    long fingerprint =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_OFFSET);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new UndecodableException("not a known schema of " + type.getSimpleName());
    }
    BoundedDecoder body = new BoundedDecoder(bytes, HEADER_BYTES);
    try {
      T value = reader.read(null, body);
      body.requireEnd();
      return value;
    } catch (IOException | RuntimeException e) {
      // Avro reports a damaged body through many unchecked exceptions (negative lengths, indexes of
      // unions and enums), so that only the type of the result tells them apart.
      throw new UndecodableException("damaged " + type.getSimpleName() + " body", e);
    }
  }

  /** The record type this encodes. */
  public Class<T> type() {
    return type;
  }

  private static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }
}
