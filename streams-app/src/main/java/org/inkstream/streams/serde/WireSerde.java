package org.inkstream.streams.serde;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/**
 * A record's encoding as Kafka's serde, for topics and stores. Null is null both ways. What cannot
 * be encoded or decoded is a {@link SerializationException}, which Kafka's own handlers know. Safe
 * for use by many threads.
 *
 * @param <T> the generated record class
 */
public final class WireSerde<T extends SpecificRecordBase> implements Serde<T> {

  private final Wire<T> wire;

  private WireSerde(Wire<T> wire) {
    this.wire = wire;
  }

  /** The serde of one record type. */
  public static <T extends SpecificRecordBase> WireSerde<T> of(Class<T> type) {
    return of(Wire.of(type));
  }

  /** The serde with this encoding, such as a topic's. */
  public static <T extends SpecificRecordBase> WireSerde<T> of(Wire<T> wire) {
    return new WireSerde<>(wire);
  }

  @Override
  public Serializer<T> serializer() {
    return this::serialize;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this::deserialize;
  }

  private byte[] serialize(String topic, T value) {
    try {
      return value == null ? null : wire.encode(value);
    } catch (RuntimeException e) {
      // Avro tells of a null with a NullPointerException, of the rest with its own exceptions.
      throw new SerializationException(
          "cannot encode a " + wire.type().getSimpleName() + " for " + topic, e);
    }
  }

  private T deserialize(String topic, byte[] bytes) {
    try {
      return bytes == null ? null : wire.decode(bytes);
    } catch (UndecodableException e) {
      throw new SerializationException("in " + topic + ": " + e.getMessage(), e);
    }
  }
}
