package org.inkstream.streams.lifecycle;

import org.inkstream.model.command.CommandFailure;

/**
 * What was asked for cannot be done, and nothing was changed. The message is one line for people.
 */
public final class LifecycleFailure extends CommandFailure {

  /** What stands in the way. */
  public enum Kind {
    /** There is no such version. */
    NOT_PUBLISHED,
    /** A live instance has not loaded the version in time. */
    NOT_LOADED,
    /** A live instance refused the version. */
    REFUSED,
    /** An alias names the version. */
    NAMED,
    /** The time asked for has passed. */
    IN_THE_PAST,
    /** There is no champion to go back to. */
    NO_PREVIOUS
  }

  private final Kind kind;

  LifecycleFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What stands in the way. */
  public Kind kind() {
    return kind;
  }
}
