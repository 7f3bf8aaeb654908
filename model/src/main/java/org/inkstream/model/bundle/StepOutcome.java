package org.inkstream.model.bundle;

/**
 * How one step of the gate ended.
 *
 * @param step which
 * @param result how
 * @param detail what was found, in one line for people; may be empty
 */
public record StepOutcome(GateStep step, Result result, String detail) {

  /** The ways a step can end. */
  public enum Result {
    /** It found nothing wrong. */
    PASSED,
    /** It refused the bundle. */
    FAILED,
    /** It was not asked for, or an earlier one failed. */
    SKIPPED
  }
}
