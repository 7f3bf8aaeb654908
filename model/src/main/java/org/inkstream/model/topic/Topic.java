package org.inkstream.model.topic;

import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.schemas.Wire;

/**
 * A topic: its full name, the encoding of its values and the settings it is created with.
 *
 * @param <T> the record in its values
 * @param name full name, prefix included
 * @param wire how values are encoded; null for a topic whose values are raw bytes
 * @param controlled true for the single-partition topics of the registry
 * @param settings topic settings for creation, in Kafka's own names
 */
public record Topic<T extends SpecificRecordBase>(
    String name, Wire<T> wire, boolean controlled, Map<String, String> settings) {

  /** Checks and copies. */
  public Topic {
    Objects.requireNonNull(name, "name");
    settings = Map.copyOf(settings);
  }
}
