package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the observations of the reference images and makes the profile of them. The order in
 * which they are added does not matter, except for the last bits of mean and standard deviation.
 * For one thread.
 */
public final class ProfileBuilder {

  private final FeatureMap featureMap;
  private final List<String> classNames;
  private final List<EventStatistics> events = new ArrayList<>();

  /**
   * A builder with no events, for the current feature map.
   *
   * @param classNames the model's labels, at least one
   */
  public ProfileBuilder(List<String> classNames) {
    this.featureMap = FeatureMap.current();
    this.classNames = List.copyOf(classNames);
    if (classNames.isEmpty()) {
      throw new IllegalArgumentException("a profile needs at least one class");
    }
  }

  /**
   * Adds one reference image.
   *
   * @throws IllegalArgumentException if it has another number of classes, or a statistic that is
   *     not finite: a network that scores so should get no profile
   */
  public ProfileBuilder add(Observation observation) {
    int classes = observation.probabilities().length;
    if (classes != classNames.size()) {
      throw new IllegalArgumentException(
          "observation of " + classes + " classes for a profile of " + classNames.size());
    }
    EventStatistics event = featureMap.of(observation);
    for (int i = 0; i < event.size(); i++) {
      if (!Double.isFinite(event.value(i))) {
        throw new IllegalArgumentException(
            featureMap.names().get(i) + " of a reference image is " + event.value(i));
      }
    }
    events.add(event);
    return this;
  }

  /**
   * The profile of what was added.
   *
   * @throws IllegalStateException if nothing was
   */
  public ReferenceProfile build() {
    if (events.isEmpty()) {
      throw new IllegalStateException("a profile needs at least one reference image");
    }
    long[] classCounts = new long[classNames.size()];
    for (EventStatistics event : events) {
      classCounts[event.predicted()]++;
    }
    List<ReferenceStatistic> statistics = new ArrayList<>();
    for (int i = 0; i < featureMap.size(); i++) {
      int statistic = i;
      double[] values = events.stream().mapToDouble(event -> event.value(statistic)).toArray();
      statistics.add(ReferenceStatistic.of(featureMap.names().get(i), values));
    }
    return new ReferenceProfile(
        featureMap,
        events.size(),
        classNames,
        Arrays.stream(classCounts).boxed().toList(),
        statistics);
  }
}
