package org.inkstream.model.bundle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the gate has found so far about one bundle. For one thread. */
final class GateRun {

  private final Map<GateStep, StepOutcome> outcomes = new EnumMap<>(GateStep.class);
  private GateStep current = GateStep.DIGEST;

  /** From now on it is this step that fails. */
  void begin(GateStep step) {
    current = step;
  }

  void passed(String detail) {
    put(StepOutcome.Result.PASSED, detail);
  }

  void skipped(String detail) {
    put(StepOutcome.Result.SKIPPED, detail);
  }

  /** The refusal, with what every step found. */
  RefusedException failed(RefusedException refusal) {
    put(StepOutcome.Result.FAILED, refusal.getMessage());
    return refusal.with(outcomes());
  }

  /** One for each step, in their order. */
  List<StepOutcome> outcomes() {
    List<StepOutcome> all = new ArrayList<>();
    for (GateStep step : GateStep.values()) {
      StepOutcome found = outcomes.get(step);
      all.add(found == null ? new StepOutcome(step, StepOutcome.Result.SKIPPED, "") : found);
    }
    return List.copyOf(all);
  }

  private void put(StepOutcome.Result result, String detail) {
    outcomes.put(current, new StepOutcome(current, result, detail));
  }
}
