package org.inkstream.model.bundle;

import java.util.List;
import java.util.Optional;

/** A bundle that may not score. The message is one line for people. */
public final class RefusedException extends Exception {

  private final RefusalReason reason;
  private final transient List<StepOutcome> steps;

  /** A refusal. */
  public RefusedException(RefusalReason reason, String detail) {
    this(reason, detail, null);
  }

  RefusedException(RefusalReason reason, String detail, Throwable cause) {
    this(reason, detail, cause, List.of());
  }

  private RefusedException(
      RefusalReason reason, String detail, Throwable cause, List<StepOutcome> steps) {
    super(detail, cause);
    this.reason = reason;
    this.steps = steps;
  }

  /** This refusal with what the steps of the gate found. */
  RefusedException with(List<StepOutcome> found) {
    return new RefusedException(reason, getMessage(), this, found);
  }

  /** Why, as one word of a fixed list. */
  public RefusalReason reason() {
    return reason;
  }

  /** What each step of the gate found; empty if it did not come to the gate. */
  public List<StepOutcome> steps() {
    return steps;
  }

  /** The step that refused; empty if it did not come to the gate. */
  public Optional<GateStep> step() {
    return steps.stream()
        .filter(outcome -> outcome.result() == StepOutcome.Result.FAILED)
        .map(StepOutcome::step)
        .findFirst();
  }
}
