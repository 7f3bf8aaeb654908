package org.inkstream.streams.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.streams.scoring.EventTime;
import org.inkstream.streams.scoring.Outcome;
import org.inkstream.streams.serde.WireSerde;

/** The topology, as the diagram in the architecture document has it. */
public final class InkstreamTopology {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private InkstreamTopology() {}

  /**
   * Events in, answers out.
   *
   * @param scoring makes the nodes that score
   * @param driftWindows makes the node that adds up what all of them counted
   */
  public static Topology of(
      Topics topics,
      ProcessorSupplier<byte[], byte[], byte[], Outcome> scoring,
      ProcessorSupplier<String, DriftCounts, String, DriftReport> driftWindows) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], Outcome> outcomes =
        builder.stream(
                topics.images().name(),
                Consumed.with(BYTES, BYTES)
                    .withTimestampExtractor(new EventTime())
                    .withName("images"))
            .process(scoring, Named.as("score"));

    outcomes
        .split(Named.as("outcome-"))
        .branch(
            (key, outcome) -> outcome instanceof Outcome.Classified,
            Branched.<byte[], Outcome>withConsumer(
                    classified ->
                        classified
                            .mapValues(
                                outcome -> ((Outcome.Classified) outcome).classification(),
                                Named.as("classification"))
                            .to(
                                topics.classifications().name(),
                                Produced.with(
                                        BYTES,
                                        WireSerde.of(topics.classifications().wire()),
                                        InkstreamTopology::besideTheEvent)
                                    .withName("classifications")))
                .withName("classified"))
        .branch(
            (key, outcome) -> outcome instanceof Outcome.DeadLettered,
            Branched.<byte[], Outcome>withConsumer(
                    deadLettered ->
                        deadLettered
                            .mapValues(
                                outcome -> ((Outcome.DeadLettered) outcome).value(),
                                Named.as("original-bytes"))
                            .to(
                                topics.deadLetters().name(),
                                Produced.with(BYTES, BYTES).withName("dead-letters")))
                .withName("dead-lettered"))
        .branch(
            (key, outcome) -> outcome instanceof Outcome.Counted,
            Branched.<byte[], Outcome>withConsumer(counted -> report(counted, topics, driftWindows))
                .withName("counted"))
        .noDefaultBranch();
    return builder.build();
  }

  /** Answers keep the order of their events' partition, whatever the producer's partitioner was. */
  private static Optional<Set<Integer>> besideTheEvent(
      String topic, byte[] key, Classification answer, int partitions) {
    return Optional.of(Set.of(answer.getSourcePartition() % partitions));
  }

  /** All counts meet on one partition: a window is complete only when all source partitions are. */
  private static void report(
      KStream<byte[], Outcome> counted,
      Topics topics,
      ProcessorSupplier<String, DriftCounts, String, DriftReport> driftWindows) {
    counted
        .map(
            (key, outcome) -> {
              DriftCounts counts = ((Outcome.Counted) outcome).counts();
              return KeyValue.pair(counts.getVersion(), counts);
            },
            Named.as("by-version"))
        .repartition(
            Repartitioned.with(Serdes.String(), WireSerde.of(DriftCounts.class))
                .withNumberOfPartitions(1)
                .withName("drift-counts"))
        .process(driftWindows, Named.as("drift-windows"))
        .to(
            topics.driftReports().name(),
            Produced.with(Serdes.String(), WireSerde.of(topics.driftReports().wire()))
                .withName("drift-reports"));
  }
}
