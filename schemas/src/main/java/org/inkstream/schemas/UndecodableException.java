package org.inkstream.schemas;

/** Bytes that are not a value of the expected type; the message says why, in one line. */
public sealed class UndecodableException extends Exception permits UnknownSchemaException {

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
