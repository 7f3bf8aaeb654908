package org.inkstream.bench.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.inkstream.bench.report.Report;
import org.inkstream.bench.run.Arguments;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;
import org.inkstream.streams.serve.HttpSettings;
import org.inkstream.streams.serve.ServeSettings;
import org.inkstream.streams.serve.StreamSettings;

/**
 * Settings of Kafka Streams, of the batches and of drift, for every application that is measured;
 * those that do not batch or take drift statistics have no use for the rest.
 *
 * @param exactlyOnce false for at least once
 * @param commitMillis between commits
 * @param lingerMillis that an event may wait for its batch
 * @param producerLingerMillis that an answer may wait for others
 * @param sample share of the events whose drift statistics are taken
 * @param labels whether events wait for labels, though none come
 * @param shadow whether a shadow, the same network once more, scores what was answered
 */
public record AppSettings(
    boolean exactlyOnce,
    int commitMillis,
    int lingerMillis,
    int producerLingerMillis,
    double sample,
    boolean labels,
    boolean shadow) {

  /** As {@code inkstream serve} has it where nobody says otherwise. */
  public static final AppSettings PRODUCTION =
      new AppSettings(
          true, 100, 5, 5, DriftSettings.DEFAULT.sample(), LabelSettings.DEFAULT.enabled(), false);

  /** The same with another guarantee. */
  public AppSettings with(boolean exactly) {
    return new AppSettings(
        exactly, commitMillis, lingerMillis, producerLingerMillis, sample, labels, shadow);
  }

  /** The same with other times, all in milliseconds. */
  public AppSettings withTimes(int commit, int linger, int producerLinger) {
    return new AppSettings(exactlyOnce, commit, linger, producerLinger, sample, labels, shadow);
  }

  /** The same with drift statistics of another share of the events. */
  public AppSettings withSample(double share) {
    return new AppSettings(
        exactlyOnce, commitMillis, lingerMillis, producerLingerMillis, share, labels, shadow);
  }

  /** The same without anything that rivals do not do either: no statistics, no labels. */
  public AppSettings withoutDrift() {
    return new AppSettings(
        exactlyOnce, commitMillis, lingerMillis, producerLingerMillis, 0, false, shadow);
  }

  /** The same with a shadow. */
  AppSettings withShadow() {
    return new AppSettings(
        exactlyOnce, commitMillis, lingerMillis, producerLingerMillis, sample, labels, true);
  }

  /** How drift is other than in production, in words; empty if it is not. */
  String drift() {
    if (sample == PRODUCTION.sample && labels == PRODUCTION.labels) {
      return "";
    }
    String statistics =
        sample == 0
            ? "without drift statistics"
            : "drift statistics of " + Report.plain(100 * sample) + " %";
    return statistics + (labels || sample == 0 ? "" : " without labels");
  }

  /** In words. */
  @Override
  public String toString() {
    return "%s, commit every %d ms, linger %d ms, producer linger %d ms, drift statistics of %s %%,"
            .formatted(
                exactlyOnce ? "exactly once" : "at least once",
                commitMillis,
                lingerMillis,
                producerLingerMillis,
                Report.plain(100 * sample))
        + (labels ? " labels join" : " no labels");
  }

  Map<String, Object> asArguments() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("exactlyOnce", exactlyOnce);
    arguments.put("commit", commitMillis);
    arguments.put("linger", lingerMillis);
    arguments.put("producerLinger", producerLingerMillis);
    arguments.put("sample", sample);
    arguments.put("labels", labels);
    arguments.put("shadow", shadow);
    return arguments;
  }

  static AppSettings of(Arguments arguments) {
    return new AppSettings(
        Boolean.parseBoolean(arguments.text("exactlyOnce")),
        arguments.number("commit"),
        arguments.number("linger"),
        arguments.number("producerLinger"),
        arguments.real("sample"),
        Boolean.parseBoolean(arguments.text("labels")),
        Boolean.parseBoolean(arguments.text("shadow")));
  }

  /** As serving takes them: one thread, the rest as in production. */
  public ServeSettings serving(String applicationId) {
    return serving(applicationId, applicationId, VersionSettings.DEFAULT);
  }

  /**
   * The same for one of several instances.
   *
   * @param instance its name
   * @param versions which versions it keeps loaded
   */
  public ServeSettings serving(String applicationId, String instance, VersionSettings versions) {
    return new ServeSettings(
        instance,
        new StreamSettings(
            applicationId,
            1,
            exactlyOnce,
            Duration.ofMillis(commitMillis),
            Events.PARTITIONS,
            Map.of(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                Integer.toString(producerLingerMillis))),
        new ScoringSettings(
            ScoringSettings.DEFAULT.maxBatch(),
            Duration.ofMillis(lingerMillis),
            ScoringSettings.DEFAULT.clockTolerance()),
        DriftSettings.DEFAULT.withSample(sample),
        labels ? LabelSettings.DEFAULT : LabelSettings.OFF,
        ProbationSettings.OFF,
        ModelSettings.OPEN,
        versions,
        HttpSettings.local(Optional.of(0)));
  }
}
