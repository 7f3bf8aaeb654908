package org.inkstream.model.drift;

/**
 * The numbers that a {@link FeatureMap} made of one event. Immutable.
 *
 * @param predicted index of the predicted class, at least 0
 * @param values one for each statistic of the map, in its order; copied
 */
public record EventStatistics(int predicted, double[] values) {

  /** Checks and copies. */
  public EventStatistics {
    if (predicted < 0) {
      throw new IllegalArgumentException("predicted class " + predicted + " is negative");
    }
    values = values.clone();
  }

  /** A copy of the values. */
  @Override
  public double[] values() {
    return values.clone();
  }

  /** How many statistics there are. */
  public int size() {
    return values.length;
  }

  /** The value of one statistic, by its place in the map. */
  public double value(int statistic) {
    return values[statistic];
  }
}
