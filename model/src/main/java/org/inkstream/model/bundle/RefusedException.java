package org.inkstream.model.bundle;

/** A bundle that may not score. The message is one line for people. */
public final class RefusedException extends Exception {

  private final RefusalReason reason;

  /** A refusal. */
  public RefusedException(RefusalReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  RefusedException(RefusalReason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /** Why, as one word of a fixed list. */
  public RefusalReason reason() {
    return reason;
  }
}
