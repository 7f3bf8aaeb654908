package org.inkstream.model.signing;

/** A key file that cannot be read or written. The message is one line for people. */
public final class KeyFileException extends Exception {

  KeyFileException(String message) {
    super(message);
  }

  KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
