package org.inkstream.model.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.schemas.Wire;

/** How the values of topics are encoded. Safe for use by many threads. */
public interface Encoding {

  /** Avro's single-object encoding, which says by itself what it is. */
  Encoding SINGLE_OBJECT =
      new Encoding() {
        // Each has the released schemas read and parsed, and topics are asked for at each record.
        private final Map<Class<?>, Wire<?>> wires = new ConcurrentHashMap<>();

        @Override
        @SuppressWarnings("unchecked") // by its own class
        public <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type) {
          return (Wire<T>) wires.computeIfAbsent(type, name -> Wire.of(type));
        }
      };

  /**
   * How a record is encoded on a topic.
   *
   * @param topic full name, prefix included
   */
  <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type);
}
