package org.inkstream.streams.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.TemporaryFolder;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.streams.api.Api;
import org.inkstream.streams.fleet.Heartbeat;
import org.inkstream.streams.fleet.Vitals;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.models.MissingVersionException;
import org.inkstream.streams.models.RegistryFollower;
import org.inkstream.streams.models.SwapRecorder;
import org.inkstream.streams.probation.RegistryRollbacks;
import org.inkstream.streams.probation.Rollbacks;
import org.inkstream.streams.scoring.RecentEvents;
import org.inkstream.streams.scoring.ScoringListener;
import org.inkstream.streams.scoring.ShadowScoring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance, from start to stop. Until some champion has passed the gate, Kafka Streams is not
 * started, so that events wait in their topic.
 */
public final class ServingApp {

  private static final Logger LOG = LoggerFactory.getLogger(ServingApp.class);
  private static final Duration CLOSE = Duration.ofSeconds(15);
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  /** The champion before is warm; the others must only learn of it. */
  private static final Duration ROLLBACK_LEAD = Duration.ofSeconds(1);

  private static final int MAX_FAILURES = 20;
  private static final long FAILURES_WITHIN_MILLIS = 60_000;

  private final Map<String, Object> client;
  private final Topics topics;
  private final ServeSettings settings;
  private final Supplier<Optional<String>> schemaTrouble;
  private final Clock clock = Clock.systemUTC();
  private final SwapRecorder swaps = new SwapRecorder(clock);
  private final ServingMetrics metrics = new ServingMetrics();
  private final ThreadProgress threads = new ThreadProgress(System::nanoTime);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Deque<Long> failures = new ArrayDeque<>();
  private volatile RegistryFollower registry;
  private volatile Heartbeat heartbeat;
  private volatile KafkaStreams streams;
  private volatile String lastFailure = "";

  /** An instance without a schema registry; see the other. */
  public ServingApp(Map<String, Object> client, Topics topics, ServeSettings settings) {
    this(client, topics, settings, Optional::empty);
  }

  /**
   * An instance that has not begun.
   *
   * @param client how to reach the brokers, in Kafka's own keys; the topics must exist
   * @param schemaTrouble why values wait for the schema registry; empty if none does
   */
  public ServingApp(
      Map<String, Object> client,
      Topics topics,
      ServeSettings settings,
      Supplier<Optional<String>> schemaTrouble) {
    this.schemaTrouble = schemaTrouble;
    this.client = client;
    this.topics = topics;
    this.settings = settings;
  }

  /**
   * Serves until {@link #stop()}; to be called once.
   *
   * @param progress receives lines for people
   * @throws CommandFailure if it cannot go on
   * @throws IOException if there is no temporary folder for state
   * @throws InterruptedException if interrupted while waiting
   */
  public void run(Consumer<String> progress) throws IOException, InterruptedException {
    try (metrics;
        TemporaryFolder state = TemporaryFolder.create("inkstream-");
        HttpServer http =
            HttpServer.start(
                settings.http().host(), settings.http().port(), this::health, this::scrape, api());
        RegistryFollower follower =
            new RegistryFollower(
                client,
                topics,
                settings.instance(),
                settings.scoring().maxBatch(),
                settings.models(),
                settings.versions(),
                swaps,
                metrics::swapped,
                clock);
        RegistryRollbacks rollbacks =
            new RegistryRollbacks(client, topics, ROLLBACK_LEAD, settings.instance());
        Heartbeat beating = new Heartbeat(client, topics, settings.instance(), release(), clock);
        LagWatch lag =
            new LagWatch(
                client,
                topics.images().name(),
                settings.stream().applicationId(),
                settings.stream().exactlyOnce()
                    ? IsolationLevel.READ_COMMITTED
                    : IsolationLevel.READ_UNCOMMITTED)) {
      progress.accept(
          "health and metrics: http://%s:%d/health/ready, /health/live, /metrics"
              .formatted(settings.http().host(), http.port()));
      registry = follower;
      heartbeat = beating;
      follower.start();
      beating.start(this::vitals);
      lag.start(metrics.instance()::lag);
      if (awaitChampion(follower, progress)) {
        serve(state.path(), rollbacks, progress);
      }
    }
  }

  /** Makes {@link #run} end soon; may be called by any thread, more than once. */
  public void stop() {
    stop.countDown();
  }

  private Health health() {
    KafkaStreams current = streams;
    if (stop.getCount() == 0) {
      return new Health(true, false, "stopping");
    }
    if (current == null) {
      RegistryFollower follower = registry;
      return new Health(true, false, follower == null ? "starting" : follower.waitingFor());
    }
    return new Signs(
            current.state(),
            lastFailure,
            schemaTrouble.get(),
            heartbeat.unheard(),
            threads.standing())
        .health();
  }

  private Api api() {
    return new Api(
        new Lifecycle(client, topics, FleetReader.DEAD_AFTER, clock),
        () -> {
          Health health = health();
          return Map.of(
              "instance", settings.instance(),
              "live", health.live(),
              "ready", health.ready(),
              "detail", health.detail());
        },
        settings.http().token(),
        settings.http().host());
  }

  private Vitals vitals() {
    RegistryFollower follower = registry;
    Map<String, String> refused = new TreeMap<>();
    follower.refusals().forEach((version, reason) -> refused.put(version, reason.name()));
    return new Vitals(
        follower.champions().at(clock.millis()),
        follower.pool().nativeBytes(),
        refused,
        partitionsHeld());
  }

  private List<Integer> partitionsHeld() {
    KafkaStreams current = streams;
    if (current == null || !current.state().isRunningOrRebalancing()) {
      return List.of();
    }
    String images = topics.images().name();
    return current.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .filter(partition -> partition.topic().equals(images))
        .map(TopicPartition::partition)
        .sorted()
        .toList();
  }

  private static String release() {
    return Objects.requireNonNullElse(
        ServingApp.class.getPackage().getImplementationVersion(), "not from a jar");
  }

  private String scrape() {
    RegistryFollower follower = registry;
    metrics.instance().ready(health().ready());
    if (follower != null) {
      metrics.instance().nativeBytes(follower.pool().nativeBytes());
      metrics.instance().champion(follower.champions().history().changeAt(clock.millis()));
      metrics.instance().refused(follower.refusals().values());
    }
    return metrics.scrape();
  }

  private boolean awaitChampion(RegistryFollower follower, Consumer<String> progress)
      throws InterruptedException {
    boolean told = false;
    while (!follower.awaitChampion(HEARTBEAT)) {
      if (stop.getCount() == 0) {
        return false;
      }
      if (!told && follower.hasNoChampion()) {
        progress.accept("waiting for a champion (publish and promote a version); events are kept");
        told = true;
      }
    }
    return true;
  }

  private void serve(Path stateDir, Rollbacks rollbacks, Consumer<String> progress)
      throws InterruptedException {
    try (ShadowScoring shadow =
            ShadowScoring.start(
                registry.shadows(), registry.pool(), settings.scoring().maxBatch());
        KafkaStreams running =
            new KafkaStreams(
                topology(rollbacks, shadow), StreamsConfiguration.of(client, settings, stateDir))) {
      running.setUncaughtExceptionHandler(this::failed);
      running.setStateListener(
          (now, before) -> LOG.info("event=streams-state state={} before={}", now, before));
      metrics.bind(running);
      streams = running;
      running.start();
      progress.accept(
          "serving with champion "
              + registry.champions().at(clock.millis()).orElse("?")
              + " as "
              + settings.instance());
      while (!stop.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        if (running.state() == KafkaStreams.State.ERROR) {
          throw new CommandFailure("Kafka Streams has given up: " + lastFailure);
        }
        threads.look(running.metrics());
      }
      // Leaving the group at once lets the others take over without waiting for a timeout.
      running.close(
          CloseOptions.timeout(CLOSE)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private Topology topology(Rollbacks rollbacks, ShadowScoring shadow) throws InterruptedException {
    return ServingTopology.of(
        topics,
        settings,
        partitions(topics.images()),
        settings.labels().enabled() ? partitions(topics.labels()) : 0,
        registry.champions(),
        registry.pool(),
        Optional.of(shadow),
        registry::profile,
        rollbacks,
        new Listener(),
        metrics);
  }

  private int partitions(Topic<?> topic) throws InterruptedException {
    String name = topic.name();
    try (Admin admin = Admin.create(client)) {
      return admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get()
          .get(name)
          .partitions()
          .size();
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot describe " + name + ": " + e.getCause().getMessage(), e);
    }
  }

  /** A thread that failed is replaced, unless that keeps happening. */
  private synchronized StreamThreadExceptionResponse failed(Throwable failure) {
    lastFailure = describe(failure);
    LOG.warn("event=stream-thread-failed error={}", lastFailure);
    LOG.debug("event=stream-thread-failed", failure);
    if (has(failure, UnresolvedSchemaException.class)) {
      // It waits for as long as the schema registry is away: another thread reads the event again.
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    long now = clock.millis();
    failures.addLast(now);
    while (failures.peekFirst() < now - FAILURES_WITHIN_MILLIS) {
      failures.removeFirst();
    }
    // A version that was deleted does not come back by trying again.
    return has(failure, MissingVersionException.class) || failures.size() > MAX_FAILURES
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
        + (root == failure ? "" : " (" + root + ")");
  }

  /** Passes what the scoring nodes do to the metrics and to the receipts. */
  private final class Listener implements ScoringListener {
    @Override
    public void batchScored(String version, int images, long nanos) {
      metrics.batchScored(version, images, nanos);
      swaps.batchScored(version, nanos);
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
        String version, int partition, long offset, long timestamp, RecentEvents recent) {
      LOG.info("event=switched version={} partition={} offset={}", version, partition, offset);
      swaps.switched(
          version, topics.images().name() + "-" + partition, offset, timestamp, recent::since);
    }
  }
}
