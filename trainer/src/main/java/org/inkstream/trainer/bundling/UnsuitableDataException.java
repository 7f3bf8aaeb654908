package org.inkstream.trainer.bundling;

/** A data set that the wanted network cannot learn from. The message is one line for people. */
public final class UnsuitableDataException extends RuntimeException {

  UnsuitableDataException(String message) {
    super(message);
  }

  UnsuitableDataException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
