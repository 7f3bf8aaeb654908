package org.inkstream.schemas;

/**
 * The schema registry does not say which schema an id stands for, because it is away. Nothing is
 * wrong with the bytes: whoever holds them has to keep them, and try again. The message is one line
 * for people.
 *
 * <p>Unchecked, so that what skips undecodable bytes does not skip these.
 */
public final class UnresolvedSchemaException extends RuntimeException {

  /** An exception with a message for people. */
  public UnresolvedSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
