package org.inkstream.streams.serve;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.DriftReport;
import org.inkstream.streams.drift.DriftListener;
import org.inkstream.streams.drift.DriftWindows;
import org.inkstream.streams.labels.LabelJoin;
import org.inkstream.streams.labels.LossRanks;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.probation.Probation;
import org.inkstream.streams.probation.Rollbacks;
import org.inkstream.streams.scoring.ScoringListener;
import org.inkstream.streams.scoring.ScoringSupplier;
import org.inkstream.streams.scoring.ShadowScoring;
import org.inkstream.streams.shadow.ShadowWindows;
import org.inkstream.streams.topology.InkstreamTopology;

/** The topology with the nodes that serve: one place for who serves, and who measures serving. */
public final class ServingTopology {

  private static final int IDLE_SECONDS = 10;

  private ServingTopology() {}

  /** The topology of one instance that has no shadow and rolls nothing back; see the other. */
  public static Topology of(
      Topics topics,
      ServeSettings settings,
      int imagePartitions,
      int labelPartitions,
      Champions champions,
      ModelPool pool,
      Function<String, Optional<ReferenceProfile>> profiles,
      ScoringListener listener,
      ServingMetrics metrics) {
    return of(
        topics,
        settings,
        imagePartitions,
        labelPartitions,
        champions,
        pool,
        Optional.empty(),
        profiles,
        (version, reason) -> {},
        listener,
        metrics);
  }

  /**
   * The topology of one instance.
   *
   * @param imagePartitions of the images topic, at least 1
   * @param labelPartitions of the labels topic; not asked unless the settings have labels joined
   * @param champions which version scores an event
   * @param pool where it is loaded
   * @param shadow scores what the champion has answered; empty if no shadow ever does
   * @param profiles the reference profile of a version; see {@link DriftWindows}
   * @param rollbacks rolls a champion back that fails its probation
   * @param listener hears what the scoring nodes do
   * @param metrics are told of labels and drift
   */
  public static Topology of(
      Topics topics,
      ServeSettings settings,
      int imagePartitions,
      int labelPartitions,
      Champions champions,
      ModelPool pool,
      Optional<ShadowScoring> shadow,
      Function<String, Optional<ReferenceProfile>> profiles,
      Rollbacks rollbacks,
      ScoringListener listener,
      ServingMetrics metrics) {
    boolean labelled = settings.labels().enabled();
    int labelSources = labelled ? labelPartitions : 0;
    Optional<LabelJoin> labels =
        labelled
            ? Optional.of(
                new LabelJoin(
                    settings.labels(),
                    settings.drift(),
                    imagePartitions,
                    labelPartitions,
                    version -> profiles.apply(version).map(LossRanks::of),
                    metrics))
            : Optional.empty();
    ScoringSupplier scoring =
        new ScoringSupplier(
            topics.images(),
            settings.scoring(),
            champions,
            pool,
            settings.drift(),
            statistics(settings.stream().threads()),
            listener,
            labelSources,
            shadow,
            metrics.shadow());
    return InkstreamTopology.of(
        topics,
        scoring,
        new DriftWindows(
                settings.drift(),
                imagePartitions + labelSources,
                profiles,
                new DriftHearer(metrics))
            .watchedBy(Probation.by(settings.probation(), champions::history, profiles, rollbacks)),
        labels,
        shadow.map(each -> new ShadowWindows(settings.drift(), imagePartitions, metrics.shadow())));
  }

  /** A thread for each stream thread, which ends when it has nothing to do. */
  private static Executor statistics(int threads) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "drift-statistics-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Passes what the drift windows report to the metrics. */
  private record DriftHearer(ServingMetrics metrics) implements DriftListener {
    @Override
    public void reported(DriftReport report) {
      metrics.driftReported(report);
    }

    @Override
    public void closed() {
      metrics.driftClosed();
    }
  }
}
