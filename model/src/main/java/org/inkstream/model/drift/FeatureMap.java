package org.inkstream.model.drift;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The statistics computed of every scored event, in order. This is the one place where a statistic
 * is added: as a new map that has it, beside the older ones, because profiles already in bundles
 * name the map they were made with and keep their meaning. Immutable.
 */
public final class FeatureMap {

  private record Statistic(String name, ToDoubleFunction<Observation> value) {}

  private static final Statistic MEAN_INK = new Statistic("meanInk", Observation::meanInk);
  private static final Statistic ENTROPY = new Statistic("entropy", Observation::entropy);
  private static final Statistic CONFIDENCE = new Statistic("confidence", Observation::confidence);

  /** Every map ever released, oldest first; new profiles are made with the last. */
  private static final List<FeatureMap> KNOWN =
      List.of(new FeatureMap("1", MEAN_INK, ENTROPY, CONFIDENCE));

  private final String id;
  private final List<Statistic> statistics;

  private FeatureMap(String id, Statistic... statistics) {
    this.id = id;
    this.statistics = List.of(statistics);
  }

  /** The map that new profiles are made with. */
  public static FeatureMap current() {
    return KNOWN.get(KNOWN.size() - 1);
  }

  /** The map of that id; empty for one this version of the code does not know. */
  public static Optional<FeatureMap> of(String id) {
    return KNOWN.stream().filter(map -> map.id.equals(id)).findFirst();
  }

  /** Identifies the statistics, their definitions and their order. */
  public String id() {
    return id;
  }

  /** Names of the statistics, in order. */
  public List<String> names() {
    return statistics.stream().map(Statistic::name).toList();
  }

  /** How many statistics there are. */
  public int size() {
    return statistics.size();
  }

  /** The statistics of one event. */
  public EventStatistics of(Observation observation) {
    double[] values = new double[statistics.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i, observation);
    }
    return new EventStatistics(observation.predicted(), values);
  }

  /** One statistic of one event, by its place in the map. */
  double value(int statistic, Observation observation) {
    return statistics.get(statistic).value().applyAsDouble(observation);
  }

  @Override
  public String toString() {
    return "FeatureMap " + id + " " + names();
  }
}
