package org.inkstream.streams.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.bytedeco.javacpp.Pointer;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.labels.LabelListener;
import org.inkstream.streams.labels.LabelOutcome;

/** What one instance measures of itself, for Prometheus. Safe for use by many threads. */
public final class ServingMetrics implements LabelListener, AutoCloseable {

  private static final String EVENTS = "inkstream.events";

  /** The meters of one version, looked up once and not at each event. */
  private record OfVersion(Counter classified, Timer scoring) {}

  /** The meters of the swaps to one version. */
  private record OfSwaps(Counter swaps, Counter lateEvents) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RecentVersions<OfVersion> versions =
      new RecentVersions<>(this::meters, each -> remove(each.classified(), each.scoring()));
  private final RecentVersions<OfSwaps> swaps =
      new RecentVersions<>(this::swapMeters, each -> remove(each.swaps(), each.lateEvents()));
  private final Map<RejectionReason, Counter> deadLettered = new ConcurrentHashMap<>();
  private final DriftMetrics drift = new DriftMetrics(registry);
  private final ShadowMetrics shadow = new ShadowMetrics(registry);
  private final AnswerMetrics answers = new AnswerMetrics(registry);
  private final InstanceMetrics instance;
  private final Map<LabelOutcome, Counter> labels = new EnumMap<>(LabelOutcome.class);
  private final Counter forgotten;
  private final Map<Integer, Long> waiting = new ConcurrentHashMap<>();
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private volatile KafkaStreamsMetrics kafkaStreams;
  private final DistributionSummary batchSize;
  private final Timer age;

  /** Meters at zero. */
  public ServingMetrics() {
    // Here, where nobody else does: a scrape that initialised this class while another thread loads
    // the native library would wait for it, and that thread for the class, for ever.
    Pointer.physicalBytes();
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    instance = new InstanceMetrics(registry);
    for (LabelOutcome outcome : LabelOutcome.values()) {
      labels.put(
          outcome,
          Counter.builder("inkstream.labels")
              .description("Labels by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    forgotten =
        Counter.builder("inkstream.labels.forgotten.ids")
            .description("Ids forgotten because more were held than there is room for")
            .register(registry);
    Gauge.builder(
            "inkstream.labels.waiting.events",
            waiting,
            all -> all.values().stream().mapToLong(Long::longValue).sum())
        .description("Scored events that wait for their label on this instance")
        .register(registry);
    batchSize =
        DistributionSummary.builder("inkstream.batch.size")
            .description("Events scored at once")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(registry);
    age =
        Timer.builder("inkstream.event.age")
            .description(
                "From an event's timestamp until it was scored; the commit makes it visible up to"
                    + " one commit interval later")
            .serviceLevelObjectives(objectives(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000))
            .register(registry);
  }

  void bind(KafkaStreams streams) {
    kafkaStreams = new KafkaStreamsMetrics(streams);
    kafkaStreams.bindTo(registry);
  }

  /** A batch was scored. */
  public void batchScored(String version, int images, long nanos) {
    batchSize.record(images);
    versions.of(version).scoring().record(nanos, TimeUnit.NANOSECONDS);
  }

  /** An event was answered. */
  public void classified(String version, long ageMillis) {
    versions.of(version).classified().increment();
    age.record(Math.max(0, ageMillis), TimeUnit.MILLISECONDS);
  }

  /**
   * What the events of a batch were answered: the first {@code count} of the arrays, with outliers
   * among them.
   */
  public void answered(
      List<String> labels, int[] classes, float[] confidences, int count, int outliers) {
    answers.answered(labels, classes, confidences, count, outliers);
  }

  /** An event went to the dead letters. */
  public void deadLettered(RejectionReason reason) {
    deadLettered
        .computeIfAbsent(
            reason,
            r ->
                registry.counter(
                    EVENTS, "outcome", "dead_lettered", "version", "", "reason", r.name()))
        .increment();
  }

  /** The drift task, which this instance has, reported a window. */
  public void driftReported(DriftReport report) {
    drift.reported(report);
  }

  /** The drift task has ended or moved to another instance: its gauges go. */
  public void driftClosed() {
    drift.closed();
  }

  /** How this instance is, to be told before a scrape. */
  InstanceMetrics instance() {
    return instance;
  }

  /** Hears of the shadow. */
  ShadowMetrics shadow() {
    return shadow;
  }

  @Override
  public void labels(LabelOutcome outcome, long count) {
    labels.get(outcome).increment(count);
  }

  @Override
  public void forgotten(long ids) {
    forgotten.increment(ids);
  }

  @Override
  public void waiting(int partition, long events) {
    waiting.put(partition, events);
  }

  void swapped(SwapReceipt receipt) {
    OfSwaps to = swaps.of(receipt.getTo());
    to.swaps().increment();
    to.lateEvents().increment(receipt.getLateEvents());
    step("fetch", receipt.getFetchMillis());
    step("verify", receipt.getVerifyMillis());
    step("load", receipt.getLoadMillis());
    step("warm", receipt.getWarmMillis());
  }

  /** Everything, in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    if (kafkaStreams != null) {
      kafkaStreams.close();
    }
    gc.close();
    registry.close();
  }

  private void step(String name, long millis) {
    registry.timer("inkstream.swap", "step", name).record(millis, TimeUnit.MILLISECONDS);
  }

  private OfVersion meters(String version) {
    return new OfVersion(
        registry.counter(EVENTS, "outcome", "classified", "version", version, "reason", ""),
        Timer.builder("inkstream.scoring")
            .description("Time the network takes for a batch")
            .tag("version", version)
            .serviceLevelObjectives(objectives(1, 2, 5, 10, 20, 50, 100, 500))
            .register(registry));
  }

  private OfSwaps swapMeters(String version) {
    Tags to = Tags.of("version", version);
    return new OfSwaps(
        registry.counter("inkstream.swaps", to),
        registry.counter("inkstream.swap.late.events", to));
  }

  private void remove(Meter... meters) {
    for (Meter meter : meters) {
      registry.remove(meter);
    }
  }

  private static Duration[] objectives(int... millis) {
    return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
