package org.inkstream.trainer.keras;

/** A file that cannot be imported. The message is one line for people, without the file's name. */
public final class UnimportableException extends Exception {

  UnimportableException(String message) {
    super(message);
  }

  UnimportableException(String message, Exception cause) {
    super(message, cause);
  }
}
