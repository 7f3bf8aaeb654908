package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;

/**
 * How one instance serves.
 *
 * @param applicationId instances with the same one share the work
 * @param instance this one's name, unique among them
 * @param threads stream threads, at least 1
 * @param exactlyOnce false for at least once, which answers sooner
 * @param commitInterval how often answers become visible
 * @param scoring how events are gathered
 * @param drift how drift is windowed
 * @param labels how long events wait for labels
 * @param probation when a new champion is rolled back by itself
 * @param models what is asked of versions
 * @param partitions of the event topics, where they have to be made
 * @param httpHost where health and metrics are served
 * @param httpPort empty for 8080, or a free one if that is taken; 0 for any free one
 * @param overrides settings of Kafka Streams that win over ours, in Kafka's own keys
 * @param versions which versions stay loaded, and what answers for those deleted
 * @param httpToken what a call that changes something has to bear; empty for nothing
 */
public record ServeSettings(
    String applicationId,
    String instance,
    int threads,
    boolean exactlyOnce,
    Duration commitInterval,
    ScoringSettings scoring,
    DriftSettings drift,
    LabelSettings labels,
    ProbationSettings probation,
    ModelSettings models,
    int partitions,
    String httpHost,
    Optional<Integer> httpPort,
    Map<String, String> overrides,
    VersionSettings versions,
    Optional<String> httpToken) {

  /**
   * Settings that accept any bundle, bound no memory of versions, roll nothing back, keep versions
   * as usual and have no token.
   */
  public ServeSettings(
      String applicationId,
      String instance,
      int threads,
      boolean exactlyOnce,
      Duration commitInterval,
      ScoringSettings scoring,
      DriftSettings drift,
      LabelSettings labels,
      int partitions,
      String httpHost,
      Optional<Integer> httpPort,
      Map<String, String> overrides) {
    this(
        applicationId,
        instance,
        threads,
        exactlyOnce,
        commitInterval,
        scoring,
        drift,
        labels,
        ProbationSettings.OFF,
        ModelSettings.OPEN,
        partitions,
        httpHost,
        httpPort,
        overrides,
        VersionSettings.DEFAULT,
        Optional.empty());
  }
}
