package org.inkstream.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Encodes and decodes one record type in Avro's single-object encoding: the two bytes C3 01, the
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, then the binary body.
 *
 * <p>The decoder reads values written with the current schema or with any released one ({@code
 * released/} on the class path). Instances are safe for use by many threads.
 *
 * @param <T> the generated record class
 */
public final class Wire<T extends SpecificRecordBase> {

  private final Class<T> type;
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  private Wire(Class<T> type) {
    this.type = type;
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    this.decoder = new BinaryMessageDecoder<>(data, schema);
    for (Schema released : ReleasedSchemas.of(schema.getName())) {
      decoder.addSchema(released);
    }
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
    try {
      return decoder.decode(bytes, null);
    } catch (BadHeaderException e) {
      throw new UndecodableException("not Avro single-object encoding", e);
    } catch (MissingSchemaException e) {
      throw new UndecodableException("not a known schema of " + type.getSimpleName(), e);
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
}
