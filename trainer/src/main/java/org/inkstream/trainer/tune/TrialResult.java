package org.inkstream.trainer.tune;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of a trial in one round.
 *
 * @param trial its number
 * @param rung number of the round
 * @param images that it learnt from
 * @param values of its settings that are not the family's own, in the order of their names
 * @param accuracy on the images for validation, 0 to 1; 0 if it failed
 * @param crossEntropy on them after calibration, nats an image; 0 if it failed
 * @param seconds that it took
 * @param failure why there is no model; empty if there is one
 */
public record TrialResult(
    int trial,
    int rung,
    int images,
    Map<String, String> values,
    double accuracy,
    double crossEntropy,
    double seconds,
    String failure) {

  /** Copies; the values get an order that does not depend on how they were made. */
  public TrialResult {
    values = new TreeMap<>(Objects.requireNonNull(values, "values"));
  }

  /** Whether there is no model. */
  public boolean failed() {
    return !failure.isEmpty();
  }
}
