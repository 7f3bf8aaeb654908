package org.inkstream.model.command;

/**
 * A command could not do what it was asked for, in words for its user: the message is the one line
 * that is shown, and the exit code is 1.
 */
public class CommandFailure extends RuntimeException {

  /** A failure that needs no cause to be understood. */
  public CommandFailure(String message) {
    super(message);
  }

  /** A failure whose cause is shown with {@code INKSTREAM_DEBUG=1} only. */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
