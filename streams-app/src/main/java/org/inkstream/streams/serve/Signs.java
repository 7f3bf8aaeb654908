package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.inkstream.model.fleet.FleetReader;

/**
 * What an instance knows of itself at one moment, once Kafka Streams was started.
 *
 * @param state of Kafka Streams, which stays RUNNING while no broker answers
 * @param lastFailure of a stream thread, in words; empty if there was none
 * @param schemaTrouble why events wait for the schema registry; empty if none does
 * @param unheard since a broker last took a heartbeat
 * @param standing which stream thread stands still, in words; empty if none does
 */
record Signs(
    KafkaStreams.State state,
    String lastFailure,
    Optional<String> schemaTrouble,
    Duration unheard,
    Optional<String> standing) {

  /** The first of what keeps it from answering, the cause before the consequence. */
  Health health() {
    if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING) {
      return new Health(false, false, "Kafka Streams is " + state + ": " + lastFailure);
    }
    if (schemaTrouble.isPresent()) {
      return notReady("events wait: " + schemaTrouble.get());
    }
    // From then on the fleet counts it as dead, too.
    if (unheard.compareTo(FleetReader.DEAD_AFTER) > 0) {
      return notReady("no broker has taken a heartbeat for " + unheard.toSeconds() + " s");
    }
    if (state != KafkaStreams.State.RUNNING) {
      return notReady("Kafka Streams is " + state);
    }
    return standing.map(Signs::notReady).orElse(new Health(true, true, "Kafka Streams is RUNNING"));
  }

  private static Health notReady(String detail) {
    return new Health(true, false, detail);
  }
}
