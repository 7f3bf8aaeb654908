package org.inkstream.bench.stream;

import org.inkstream.model.command.CommandFailure;

/** An application lost, repeated, misplaced or mistook answers, so that its speed means nothing. */
final class UncleanRunException extends CommandFailure {

  private static final long serialVersionUID = 1L;

  UncleanRunException(String message) {
    super(message);
  }
}
