package org.inkstream.schemas;

/** Bytes whose schema has an id that the schema registry says it does not know. */
public final class UnknownSchemaException extends UndecodableException {

  UnknownSchemaException(int id) {
    super("the schema registry knows no schema " + id);
  }
}
