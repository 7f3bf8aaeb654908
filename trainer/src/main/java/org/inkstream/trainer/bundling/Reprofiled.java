package org.inkstream.trainer.bundling;

import java.util.List;
import org.inkstream.model.bundle.Bundle;

/**
 * A bundle with a new reference.
 *
 * @param bundle has passed the gate
 * @param before the bundle it was made of
 * @param shifts how far the new reference is from the old, the farthest statistic first
 */
public record Reprofiled(Bundle bundle, Bundle before, List<StatisticShift> shifts) {

  /** Copies. */
  public Reprofiled {
    shifts = List.copyOf(shifts);
  }
}
