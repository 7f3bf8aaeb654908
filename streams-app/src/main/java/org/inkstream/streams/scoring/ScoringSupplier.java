package org.inkstream.streams.scoring;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;

/** Makes the scoring node of each task, with the store of its waiting events. */
public final class ScoringSupplier implements ProcessorSupplier<byte[], byte[], byte[], Outcome> {

  private final String topic;
  private final ScoringSettings settings;
  private final Champions champions;
  private final ModelPool pool;
  private final DriftSettings drift;
  private final Executor beside;
  private final ScoringListener listener;
  private final int labelPartitions;
  private final Optional<ShadowScoring> shadow;
  private final ShadowListener shadowListener;

  /**
   * Nodes that keep nothing for labels.
   *
   * @param topic the images topic, for the headers of dead letters
   */
  public ScoringSupplier(
      String topic,
      ScoringSettings settings,
      Champions champions,
      ModelPool pool,
      DriftSettings drift,
      ScoringListener listener) {
    this(
        topic,
        settings,
        champions,
        pool,
        drift,
        Runnable::run,
        listener,
        0,
        Optional.empty(),
        ShadowListener.NONE);
  }

  private ScoringSupplier(
      String topic,
      ScoringSettings settings,
      Champions champions,
      ModelPool pool,
      DriftSettings drift,
      Executor beside,
      ScoringListener listener,
      int labelPartitions,
      Optional<ShadowScoring> shadow,
      ShadowListener shadowListener) {
    this.topic = topic;
    this.settings = settings;
    this.champions = champions;
    this.pool = pool;
    this.drift = drift;
    this.beside = beside;
    this.listener = listener;
    this.labelPartitions = labelPartitions;
    this.shadow = shadow;
    this.shadowListener = shadowListener;
  }

  /**
   * Nodes that take drift statistics beside their own threads.
   *
   * @param executor runs them; used by all nodes
   */
  public ScoringSupplier withStatisticsBeside(Executor executor) {
    return new ScoringSupplier(
        topic,
        settings,
        champions,
        pool,
        drift,
        executor,
        listener,
        labelPartitions,
        shadow,
        shadowListener);
  }

  /** Nodes that send what labels will need to so many partitions; 0 to send nothing. */
  public ScoringSupplier withLabels(int partitions) {
    return new ScoringSupplier(
        topic,
        settings,
        champions,
        pool,
        drift,
        beside,
        listener,
        partitions,
        shadow,
        shadowListener);
  }

  /** Nodes that give what they have answered to the shadow, too. */
  public ScoringSupplier withShadow(ShadowScoring scoring, ShadowListener hears) {
    return new ScoringSupplier(
        topic,
        settings,
        champions,
        pool,
        drift,
        beside,
        listener,
        labelPartitions,
        Optional.of(scoring),
        hears);
  }

  @Override
  public Processor<byte[], byte[], byte[], Outcome> get() {
    return new ScoreProcessor(
        topic,
        settings,
        champions,
        pool,
        drift,
        beside,
        listener,
        labelPartitions,
        shadow,
        shadowListener);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(PendingImages.builder(), Journal.builder());
  }
}
