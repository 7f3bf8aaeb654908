package org.inkstream.streams.topology;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.scoring.EventTime;
import org.inkstream.streams.scoring.Outcome;

/** The topology, as the diagram in the architecture document has it. */
public final class InkstreamTopology {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private InkstreamTopology() {}

  /**
   * Events in, answers out.
   *
   * @param scoring makes the nodes that score
   */
  public static Topology of(
      Topics topics, ProcessorSupplier<byte[], byte[], byte[], Outcome> scoring) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], Outcome> outcomes =
        builder.stream(
                topics.images().name(),
                Consumed.with(BYTES, BYTES)
                    .withTimestampExtractor(new EventTime())
                    .withName("images"))
            .process(scoring, Named.as("score"));

    outcomes
        .filter((key, outcome) -> outcome instanceof Outcome.Classified, Named.as("classified"))
        .mapValues(
            outcome -> ((Outcome.Classified) outcome).classification(), Named.as("classification"))
        .to(
            topics.classifications().name(),
            Produced.with(BYTES, WireSerde.of(topics.classifications().wire()))
                .withName("classifications"));

    outcomes
        .filter(
            (key, outcome) -> outcome instanceof Outcome.DeadLettered, Named.as("dead-lettered"))
        .mapValues(outcome -> ((Outcome.DeadLettered) outcome).value(), Named.as("original-bytes"))
        .to(topics.deadLetters().name(), Produced.with(BYTES, BYTES).withName("dead-letters"));
    return builder.build();
  }
}
