package org.inkstream.schemas;

import java.util.Objects;
import org.apache.avro.Schema;

/** The schemas that a schema registry knows by their ids. Safe for use by many threads. */
public interface WriterSchemas {

  /** What the registry says of an id. */
  sealed interface Answer {}

  /** The id stands for this schema. */
  record Found(Schema schema) implements Answer {

    /** Checks. */
    public Found {
      Objects.requireNonNull(schema, "schema");
    }
  }

  /** The registry has no schema of this id. */
  record Unknown() implements Answer {}

  /** The id stands for something that cannot be used, for a reason in words. */
  record Unusable(String reason) implements Answer {

    /** Checks. */
    public Unusable {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * What an id stands for. May ask the registry, and wait for it for some seconds.
   *
   * @throws UnresolvedSchemaException if the registry does not answer
   */
  Answer byId(int id);
}
