package org.inkstream.streams.topology;

import java.util.Map;
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
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.DriftInput;
import org.inkstream.streams.labels.JoinInput;
import org.inkstream.streams.labels.JoinOutput;
import org.inkstream.streams.labels.LabelJoin;
import org.inkstream.streams.scoring.EventTime;
import org.inkstream.streams.scoring.Outcome;
import org.inkstream.streams.serde.WireSerde;

/** The topology, as the diagram in the architecture document has it. */
public final class InkstreamTopology {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private InkstreamTopology() {}

  /** Events in, answers out; labels are not read. */
  public static Topology of(
      Topics topics,
      ProcessorSupplier<byte[], byte[], byte[], Outcome> scoring,
      ProcessorSupplier<String, DriftInput, String, DriftReport> driftWindows) {
    return of(topics, scoring, driftWindows, Optional.empty(), Optional.empty());
  }

  /**
   * Events in, answers out.
   *
   * @param scoring makes the nodes that score; if labels join, with their partitions
   * @param driftWindows makes the node that adds up what all of them counted; if labels join, their
   *     partitions are further sources
   * @param labels how labels join; empty if they are not read
   * @param shadowWindows makes the node that adds up how the shadow compares; empty if no shadow
   *     ever scores
   */
  public static Topology of(
      Topics topics,
      ProcessorSupplier<byte[], byte[], byte[], Outcome> scoring,
      ProcessorSupplier<String, DriftInput, String, DriftReport> driftWindows,
      Optional<LabelJoin> labels,
      Optional<ProcessorSupplier<String, ShadowCounts, String, ShadowReport>> shadowWindows) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], Outcome> outcomes =
        builder.stream(
                topics.images().name(),
                Consumed.with(BYTES, BYTES)
                    .withTimestampExtractor(new EventTime())
                    .withName("images"))
            .process(scoring, Named.as("score"));

    Map<String, KStream<byte[], Outcome>> branches =
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
            .branch((key, outcome) -> outcome instanceof Outcome.Counted, Branched.as("counted"))
            .branch((key, outcome) -> outcome instanceof Outcome.Scored, Branched.as("scored"))
            .branch((key, outcome) -> outcome instanceof Outcome.Shadowed, Branched.as("shadowed"))
            .noDefaultBranch();

    KStream<String, DriftCounts> counts = counted(branches.get("outcome-counted"));
    Optional<Map<String, KStream<String, JoinOutput>>> joined =
        labels.map(join -> joined(builder, branches.get("outcome-scored"), topics, join));
    if (joined.isPresent()) {
      counts =
          counts.merge(labelled(joined.get().get("label-counted")), Named.as("events-and-labels"));
    }
    shadowWindows.ifPresent(
        windows ->
            compared(
                branches.get("outcome-shadowed"),
                joined.map(branch -> branch.get("label-compared")),
                windows,
                topics));
    counts
        .mapValues(each -> (DriftInput) new DriftInput.Counts(each), Named.as("window-counts"))
        .merge(acknowledged(builder, topics), Named.as("drift-input"))
        .process(driftWindows, Named.as("drift-windows"))
        .to(
            topics.driftReports().name(),
            Produced.with(Serdes.String(), WireSerde.of(topics.driftReports().wire()))
                .withName("drift-reports"));
    return builder.build();
  }

  /** Answers keep the order of their events' partition, whatever the producer's partitioner was. */
  private static Optional<Set<Integer>> besideTheEvent(
      String topic, byte[] key, Classification answer, int partitions) {
    return Optional.of(Set.of(answer.getSourcePartition() % partitions));
  }

  /** What people say of alarms, for the windows to come. */
  private static KStream<String, DriftInput> acknowledged(StreamsBuilder builder, Topics topics) {
    Wire<DriftAck> wire = topics.driftAcks().wire();
    return builder.stream(
            topics.driftAcks().name(),
            Consumed.with(Serdes.String(), BYTES)
                .withTimestampExtractor(new EventTime())
                .withName("drift-acks"))
        .mapValues(value -> DriftInput.acknowledged(wire, value), Named.as("acknowledged"));
  }

  /** All counts meet on one partition: a window is complete only when all source partitions are. */
  private static KStream<String, DriftCounts> counted(KStream<byte[], Outcome> counted) {
    return counted
        .map(
            (key, outcome) -> {
              DriftCounts counts = ((Outcome.Counted) outcome).counts();
              return KeyValue.pair(counts.getVersion(), counts);
            },
            Named.as("by-version"))
        .repartition(toOnePartition("drift-counts", WireSerde.of(DriftCounts.class)));
  }

  /** Events and labels meet on the partition of their id. */
  private static Map<String, KStream<String, JoinOutput>> joined(
      StreamsBuilder builder, KStream<byte[], Outcome> scored, Topics topics, LabelJoin labels) {
    KStream<Integer, JoinInput> events =
        scored
            .map(
                (key, outcome) -> {
                  Outcome.Scored forLabels = (Outcome.Scored) outcome;
                  return KeyValue.pair(forLabels.labelPartition(), forLabels.images());
                },
                Named.as("by-label-partition"))
            .repartition(toLabelPartition("label-events", WireSerde.of(ScoredImages.class), labels))
            .mapValues(JoinInput.Events::new, Named.as("label-events"));
    KStream<Integer, JoinInput> truths =
        builder.stream(
                topics.labels().name(),
                Consumed.with(BYTES, BYTES)
                    .withTimestampExtractor(new EventTime())
                    .withName("labels"))
            .process(labels.router(topics.labels().wire()), Named.as("route-labels"))
            .repartition(toLabelPartition("label-truths", WireSerde.of(RoutedLabels.class), labels))
            .mapValues(JoinInput.Labels::new, Named.as("label-truths"));
    return events
        .merge(truths, Named.as("events-and-truths"))
        .process(labels.join(), Named.as("join-labels"))
        .split(Named.as("label-"))
        .branch((key, output) -> output instanceof JoinOutput.Counted, Branched.as("counted"))
        .branch((key, output) -> output instanceof JoinOutput.Compared, Branched.as("compared"))
        .noDefaultBranch();
  }

  /**
   * What joins takes a topic of its own to the windows: through that of the counts, scoring and
   * joining would be one sub-topology.
   */
  private static KStream<String, DriftCounts> labelled(KStream<String, JoinOutput> counted) {
    return counted
        .mapValues(output -> ((JoinOutput.Counted) output).counts(), Named.as("labelled-events"))
        .repartition(toOnePartition("label-counts", WireSerde.of(DriftCounts.class)));
  }

  /**
   * What the shadow said, and what labels said of both, meet on one partition, as all counts do.
   */
  private static void compared(
      KStream<byte[], Outcome> shadowed,
      Optional<KStream<String, JoinOutput>> labelled,
      ProcessorSupplier<String, ShadowCounts, String, ShadowReport> windows,
      Topics topics) {
    KStream<String, ShadowCounts> counts =
        shadowed
            .map(
                (key, outcome) -> {
                  ShadowCounts compared = ((Outcome.Shadowed) outcome).counts();
                  return KeyValue.pair(compared.getShadow(), compared);
                },
                Named.as("by-shadow"))
            .repartition(toOnePartition("shadow-counts", WireSerde.of(ShadowCounts.class)));
    if (labelled.isPresent()) {
      counts =
          counts.merge(
              labelled
                  .get()
                  .mapValues(
                      output -> ((JoinOutput.Compared) output).counts(),
                      Named.as("labelled-comparisons"))
                  .repartition(
                      toOnePartition("shadow-label-counts", WireSerde.of(ShadowCounts.class))),
              Named.as("comparisons-and-labels"));
    }
    counts
        .process(windows, Named.as("shadow-windows"))
        .to(
            topics.shadowReports().name(),
            Produced.with(Serdes.String(), WireSerde.of(topics.shadowReports().wire()))
                .withName("shadow-reports"));
  }

  private static <T> Repartitioned<String, T> toOnePartition(String name, Serde<T> serde) {
    return Repartitioned.with(Serdes.String(), serde).withNumberOfPartitions(1).withName(name);
  }

  private static <T> Repartitioned<Integer, T> toLabelPartition(
      String name, Serde<T> serde, LabelJoin labels) {
    return Repartitioned.with(Serdes.Integer(), serde)
        .withNumberOfPartitions(labels.partitions())
        .withStreamPartitioner(
            (topic, partition, value, partitions) -> Optional.of(Set.of(partition)))
        .withName(name);
  }
}
