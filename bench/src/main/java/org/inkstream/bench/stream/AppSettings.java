package org.inkstream.bench.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.inkstream.bench.run.Arguments;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.scoring.ScoringSettings;
import org.inkstream.streams.serve.ServeSettings;

/**
 * Settings of Kafka Streams and of the batches, for every application that is measured.
 *
 * @param exactlyOnce false for at least once
 * @param commitMillis between commits
 * @param lingerMillis that an event may wait for its batch
 * @param producerLingerMillis that an answer may wait for others
 */
public record AppSettings(
    boolean exactlyOnce, int commitMillis, int lingerMillis, int producerLingerMillis) {

  /** As {@code inkstream serve} has it where nobody says otherwise. */
  public static final AppSettings PRODUCTION = new AppSettings(true, 100, 5, 5);

  /** The same with another guarantee. */
  public AppSettings with(boolean exactly) {
    return new AppSettings(exactly, commitMillis, lingerMillis, producerLingerMillis);
  }

  /** In words. */
  @Override
  public String toString() {
    return "%s, commit every %d ms, linger %d ms, producer linger %d ms"
        .formatted(
            exactlyOnce ? "exactly once" : "at least once",
            commitMillis,
            lingerMillis,
            producerLingerMillis);
  }

  Map<String, Object> asArguments() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("exactlyOnce", exactlyOnce);
    arguments.put("commit", commitMillis);
    arguments.put("linger", lingerMillis);
    arguments.put("producerLinger", producerLingerMillis);
    return arguments;
  }

  static AppSettings of(Arguments arguments) {
    return new AppSettings(
        Boolean.parseBoolean(arguments.text("exactlyOnce")),
        arguments.number("commit"),
        arguments.number("linger"),
        arguments.number("producerLinger"));
  }

  /** As serving takes them: one thread, the rest as in production. */
  public ServeSettings serving(String applicationId) {
    return new ServeSettings(
        applicationId,
        applicationId,
        1,
        exactlyOnce,
        Duration.ofMillis(commitMillis),
        new ScoringSettings(
            ScoringSettings.DEFAULT.maxBatch(),
            Duration.ofMillis(lingerMillis),
            ScoringSettings.DEFAULT.clockTolerance()),
        DriftSettings.DEFAULT,
        Events.PARTITIONS,
        "localhost",
        Optional.of(0),
        Map.of(
            StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
            Integer.toString(producerLingerMillis)));
  }
}
