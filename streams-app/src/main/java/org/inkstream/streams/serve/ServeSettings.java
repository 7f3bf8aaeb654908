package org.inkstream.streams.serve;

import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;

/**
 * How one instance serves.
 *
 * @param instance its name, unique among those with the same application id
 * @param stream how Kafka Streams runs
 * @param scoring how events are gathered
 * @param drift how drift is windowed
 * @param labels how long events wait for labels
 * @param probation when a new champion is rolled back by itself
 * @param models what is asked of versions
 * @param versions which versions stay loaded, and what answers for those deleted
 * @param http where health, metrics and the API are served
 */
public record ServeSettings(
    String instance,
    StreamSettings stream,
    ScoringSettings scoring,
    DriftSettings drift,
    LabelSettings labels,
    ProbationSettings probation,
    ModelSettings models,
    VersionSettings versions,
    HttpSettings http) {

  /**
   * Settings that accept any bundle, bound no memory of versions, roll nothing back and keep
   * versions as usual.
   */
  public ServeSettings(
      String instance,
      StreamSettings stream,
      ScoringSettings scoring,
      DriftSettings drift,
      LabelSettings labels,
      HttpSettings http) {
    this(
        instance,
        stream,
        scoring,
        drift,
        labels,
        ProbationSettings.OFF,
        ModelSettings.OPEN,
        VersionSettings.DEFAULT,
        http);
  }
}
