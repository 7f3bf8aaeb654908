package org.inkstream.model.bundle;

import java.util.List;
import java.util.Optional;

/**
 * A bundle that may not score. The message is one line for people, of a length that a log and a
 * record of {@code model-status} can take, whatever texts of the bundle are in it.
 */
public final class RefusedException extends Exception {

  private static final int LONGEST = 500;

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
    super(line(detail), cause);
    this.reason = reason;
    this.steps = steps;
  }

  /** This refusal as that of a gate which came no further than to its first step. */
  public RefusedException atFirstStep() {
    return new GateRun().failed(this);
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

  // What a bundle says of itself may be a million letters, or look like a line of ours.
  private static String line(String detail) {
    String text = String.valueOf(detail);
    String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    return bounded.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
  }
}
