package org.inkstream.bench.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.Topology;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Kind;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.models.Shadows;
import org.inkstream.streams.models.SwapRecorder;
import org.inkstream.streams.scoring.RecentEvents;
import org.inkstream.streams.scoring.ScoringListener;
import org.inkstream.streams.scoring.ShadowScoring;
import org.inkstream.streams.serve.ServeSettings;
import org.inkstream.streams.serve.ServingMetrics;
import org.inkstream.streams.serve.ServingTopology;

/** Our application as it serves, with one version that is there from the beginning. */
final class Ours implements App {

  private static final String VERSION = "measured";
  private static final String SHADOW = "shadow";

  private final ServingMetrics metrics = new ServingMetrics();
  private final SwapRecorder swaps = new SwapRecorder(Clock.systemUTC());
  private final LongAdder batches = new LongAdder();
  private final LongAdder images = new LongAdder();
  private final Optional<ShadowScoring> shadow;
  private final Topology topology;

  /**
   * @param bundleFile labels and preprocessing; and the network, unless {@code constant}
   * @param constant whether all images get the same answer, for nothing
   * @param shadowed whether the same network is its shadow
   */
  Ours(Path bundleFile, boolean constant, ServeSettings settings, boolean shadowed)
      throws IOException {
    byte[] file = Files.readAllBytes(bundleFile);
    Champions champions = new Champions();
    champions.update(always(RegistrySnapshot.CHAMPION, VERSION));
    ModelPool pool =
        new ModelPool(
            version -> constant ? constant(file) : Gate.load(file, settings.scoring().maxBatch()));
    Shadows shadows = new Shadows();
    shadows.update(always(RegistrySnapshot.SHADOW, SHADOW));
    this.shadow =
        shadowed
            ? Optional.of(ShadowScoring.start(shadows, pool, settings.scoring().maxBatch()))
            : Optional.empty();
    this.topology =
        ServingTopology.of(
            Cluster.TOPICS,
            settings,
            Events.PARTITIONS,
            Events.PARTITIONS,
            champions,
            pool,
            shadow,
            version -> pool.peek(version, LoadedModel::profile),
            (version, reason) -> {},
            new Listener(),
            metrics);
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public long batches() {
    return batches.sum();
  }

  @Override
  public long images() {
    return images.sum();
  }

  @Override
  public long compared() {
    return count("compared");
  }

  @Override
  public long shed() {
    return count("shed");
  }

  @Override
  public void close() {
    shadow.ifPresent(ShadowScoring::close);
    metrics.close();
  }

  /** As whoever scrapes the metrics sees it. */
  private long count(String what) {
    Matcher line =
        Pattern.compile("(?m)^inkstream_shadow_" + what + "_total\\{[^}]*} (\\S+)$")
            .matcher(metrics.scrape());
    return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
  }

  private static AliasHistory always(String alias, String version) {
    return AliasHistory.EMPTY.with(
        AliasChange.newBuilder()
            .setAlias(alias)
            .setVersion(version)
            .setEffectiveFrom(Instant.EPOCH)
            .setChangedAt(Instant.EPOCH)
            .build());
  }

  private static LoadedModel constant(byte[] file) throws RefusedException {
    Bundle bundle = BundleFile.read(file);
    return new LoadedModel(
        bundle.manifest(),
        bundle.profile(),
        new ConstantNetwork(
            Bundles.PREPROCESSING.inputSize(),
            Kind.CLASSES,
            bundle.profile().featureMap().embeddingSize()),
        new ImageEncoder(Bundles.PREPROCESSING),
        new GateTimes(0, 0, 0));
  }

  /** What serving does at each batch and event, and two counters. */
  private final class Listener implements ScoringListener {
    @Override
    public void batchScored(String version, int count, long nanos) {
      metrics.batchScored(version, count, nanos);
      swaps.batchScored(version, nanos);
      batches.increment();
      images.add(count);
    }

    @Override
    public void classified(String version, long ageMillis) {
      metrics.classified(version, ageMillis);
    }

    @Override
    public void answered(
        List<String> labels, int[] classes, float[] confidences, int count, int outliers) {
      metrics.answered(labels, classes, confidences, count, outliers);
    }

    @Override
    public void deadLettered(RejectionReason reason) {
      metrics.deadLettered(reason);
    }

    @Override
    public void switched(
        String version, int partition, long offset, long timestamp, RecentEvents recent) {}
  }
}
