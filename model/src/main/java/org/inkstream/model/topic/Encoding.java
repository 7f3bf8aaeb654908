package org.inkstream.model.topic;

import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.schemas.Wire;

/** How the values of topics are encoded. Safe for use by many threads. */
public interface Encoding {

  /** Avro's single-object encoding, which says by itself what it is. */
  Encoding SINGLE_OBJECT =
      new Encoding() {
        @Override
        public <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type) {
          return Wire.of(type);
        }
      };

  /**
   * How a record is encoded on a topic.
   *
   * @param topic full name, prefix included
   */
  <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type);
}
