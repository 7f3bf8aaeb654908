package org.inkstream.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
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
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, then the binary body. With a schema
 * registry it encodes in Confluent's wire format (a zero, the schema's id, the body), and decodes
 * both.
 *
 * <p>The decoder reads values written with the current schema or with any released one ({@code
 * released/} on the class path), and with a registry those of every schema there that the current
 * one can read. It takes no more memory than the bytes account for, whatever they claim. Instances
 * are safe for use by many threads.
 *
 * @param <T> the generated record class
 */
public final class Wire<T extends SpecificRecordBase> {

  private static final byte MAGIC_0 = (byte) 0xC3;
  private static final byte MAGIC_1 = 0x01;
  private static final int FINGERPRINT_OFFSET = 2;
  private static final int HEADER_BYTES = FINGERPRINT_OFFSET + Long.BYTES;

  private final Class<T> type;
  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<Long, DatumReader<T>> readers = new HashMap<>();
  private final Optional<RegisteredFormat<T>> registered;

  private Wire(Class<T> type, IntSupplier id, WriterSchemas schemas) {
    this.type = type;
    SpecificData data = SpecificData.getForClass(type);
    this.schema = data.getSchema(type);
    this.registered =
        Optional.ofNullable(schemas).map(known -> new RegisteredFormat<>(data, schema, id, known));
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
    return new Wire<>(type, null, null);
  }

  /**
   * The encoding of one record type with a schema registry.
   *
   * @param id the registry's id of the current schema, asked at each value: has to be quick
   * @param schemas the registry's schemas
   * @throws AvroRuntimeException if {@code type} has no schema
   */
  public static <T extends SpecificRecordBase> Wire<T> registered(
      Class<T> type, IntSupplier id, WriterSchemas schemas) {
    return new Wire<>(
        type, Objects.requireNonNull(id, "id"), Objects.requireNonNull(schemas, "schemas"));
  }

  /**
   * The value as bytes.
   *
   * @throws AvroRuntimeException if a field that may not be null is null
   */
  public byte[] encode(T value) {
    try {
      if (registered.isPresent()) {
        return registered.get().encode(value);
      }
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
   *     this version knows or can have from the registry; an {@link UnknownSchemaException} if the
   *     registry has none of their id
   * @throws UnresolvedSchemaException if the registry has to be asked, and does not answer
   */
  public T decode(byte[] bytes) throws UndecodableException {
    return RegisteredFormat.isIn(bytes)
        ? read(registeredReader(bytes), bytes, RegisteredFormat.HEADER_BYTES)
        : read(reader(bytes), bytes, HEADER_BYTES);
  }

  /**
   * Has the registry asked for the schema of these bytes, if it has to be, so that decoding them at
   * once afterwards does not ask.
   *
   * @param bytes may be anything
   * @throws UnresolvedSchemaException if the registry does not answer
   */
  public void resolve(byte[] bytes) {
    if (registered.isPresent() && RegisteredFormat.isIn(bytes)) {
      try {
        registered.get().reader(bytes);
      } catch (UndecodableException e) {
        // Known now, and to be told by who decodes them.
        return;
      }
    }
  }

  private DatumReader<T> registeredReader(byte[] bytes) throws UndecodableException {
    if (registered.isEmpty()) {
      throw new UndecodableException(
          "in Confluent's wire format, with schema "
              + RegisteredFormat.idIn(bytes)
              + ": a schema registry is needed to read it (--schema-registry)");
    }
    return registered.get().reader(bytes);
  }

  private DatumReader<T> reader(byte[] bytes) throws UndecodableException {
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
      throw new UndecodableException("not Avro single-object encoding");
    }
    long fingerprint =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_OFFSET);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new UndecodableException("not a known schema of " + type.getSimpleName());
    }
    return reader;
  }

  private T read(DatumReader<T> reader, byte[] bytes, int from) throws UndecodableException {
    BoundedDecoder body = new BoundedDecoder(bytes, from);
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

  /** The schema that values are written with, as other languages should see it. */
  public Schema schema() {
    return PlainSchema.of(schema);
  }

  /**
   * Why values that were written with another schema cannot be read, each reason in one line; empty
   * if they can.
   */
  public List<String> differences(Schema writer) {
    return Differences.of(schema, writer);
  }

  private static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }
}
