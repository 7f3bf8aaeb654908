package org.inkstream.trainer.imported;

/** A file that cannot be imported. The message is one line for people, without the file's name. */
public final class UnimportableException extends Exception {

  /** For what is wrong with the file itself. */
  public UnimportableException(String message) {
    super(message);
  }

  /** For what a library made of the file. */
  public UnimportableException(String message, Exception cause) {
    super(message, cause);
  }
}
