package org.inkstream.model.drift;

import java.time.Instant;
import java.util.Optional;
import org.inkstream.schemas.DriftState;

/**
 * The state of one detector, which only ever gets worse until it is acknowledged. Immutable.
 *
 * @param state OK, WARN or ALARM
 * @param since start of the window in which the state was entered; the epoch for OK
 */
record Alarm(DriftState state, Instant since) {

  static final Alarm OK = new Alarm(DriftState.OK, Instant.EPOCH);

  /** A warning is given at this part of the evidence that an alarm needs. */
  private static final double WARNING = StrictMath.log(100);

  /** The state after a window whose evidence is this, as logarithms. */
  Alarm after(double logEvidence, double logThreshold, Instant window) {
    DriftState now =
        logEvidence >= logThreshold
            ? DriftState.ALARM
            : logEvidence >= logThreshold - WARNING ? DriftState.WARN : DriftState.OK;
    return now.compareTo(state) > 0 ? new Alarm(now, window) : this;
  }

  Optional<Instant> whenRaised() {
    return state == DriftState.OK ? Optional.empty() : Optional.of(since);
  }
}
