package org.inkstream.schemas;

import org.apache.avro.Schema;

/** A schema as other languages should see it. */
final class PlainSchema {

  private PlainSchema() {}

  /** The schema without what Avro's compiler for Java notes beside each string. */
  static Schema of(Schema schema) {
    return new Schema.Parser()
        .parse(
            schema
                .toString()
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replace(",\"avro.java.string\":\"String\"", ""));
  }
}
