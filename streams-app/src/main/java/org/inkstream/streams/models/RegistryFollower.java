package org.inkstream.streams.models;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.inkstream.model.bundle.GateSettings;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.model.registry.RegistryEvent;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this instance's versions as the registry wants them. A change of champion is in force the
 * moment it is read; its network is loaded beside the running one, and only an event of the new
 * champion's time waits for it.
 *
 * <p>Two threads: one reads the registry, one loads, so that a slow load never hides a change.
 */
public final class RegistryFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(r -> daemon(r, "model-loader"));
  private final Thread reading = daemon(this::follow, "registry");
  private final RegistryReader reader;
  private final ModelPool pool;
  private final Champions champions;
  private final Shadows shadows = new Shadows();
  private final StatusWriter status;
  private final GateTerms terms;
  private final Profiles profiles;
  private final Readiness readiness;
  private final LoadQueue loads;
  private final RegistryNews news;
  private final SwapReceipts receipts;
  private final VersionSettings versions;
  private final Clock clock;
  private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private volatile boolean stopping;

  /**
   * Connects; {@link #start} begins.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param instance who speaks on {@code model-status}
   * @param maxBatch batch size to warm up with
   * @param settings what versions must fulfil
   * @param versions which versions stay loaded, and what answers for those deleted
   * @param swaps hears of batches; this object adds the changes
   * @param receipts hears of every completed swap
   */
  public RegistryFollower(
      Map<String, Object> client,
      Topics topics,
      String instance,
      int maxBatch,
      ModelSettings settings,
      VersionSettings versions,
      SwapRecorder swaps,
      Consumer<SwapReceipt> receipts,
      Clock clock) {
    this.versions = versions;
    this.clock = clock;
    this.reader = new RegistryReader(client, topics);
    RegistryLoader loader =
        new RegistryLoader(
            new Artifacts(client, topics), v -> snapshot.version(v), maxBatch, this::terms);
    this.pool = new ModelPool(loader, settings.memoryBytes());
    this.champions = new Champions(versions.missing(), clock);
    this.status = new StatusWriter(client, topics, instance, clock);
    this.terms = new GateTerms(settings, pool, champions, clock);
    this.profiles = new Profiles(pool);
    this.readiness = new Readiness(champions, pool, this::isPublished, status, clock);
    Preparation preparation = new Preparation(pool, champions, shadows, swaps, status);
    this.loads = new LoadQueue(loading, preparation, pool, champions, readiness::look);
    this.news = new RegistryNews(champions, swaps, pool, status, loads::add);
    this.receipts = new SwapReceipts(swaps, pool, loader::fetchMillis, status, receipts);
  }

  /** Which version answers an event. */
  public Champions champions() {
    return champions;
  }

  /** Which version is shadow for an event. */
  public Shadows shadows() {
    return shadows;
  }

  /** The loaded versions. */
  public ModelPool pool() {
    return pool;
  }

  /**
   * The reference profile of a version, for which it is loaded if need be; empty if it may not
   * score, or cannot be loaded now.
   */
  public Optional<ReferenceProfile> profile(String version) {
    return profiles.of(version);
  }

  /** Begins to read the registry. */
  public void start() {
    loading.execute(Networks::prepare);
    reading.start();
  }

  /**
   * Waits until there is a champion that passed the gate.
   *
   * @return false if the time is over and there is none
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean awaitChampion(Duration timeout) throws InterruptedException {
    return readiness.await(timeout);
  }

  /** True if the registry has been read and names no champion that may score. */
  public boolean hasNoChampion() {
    return readiness.hasNoChampion();
  }

  /** Why there is no champion yet, for people. */
  public String waitingFor() {
    return readiness.waitingFor();
  }

  /** The published versions that this instance refused, with the reason. */
  public Map<String, RefusalReason> refusals() {
    Map<String, RefusalReason> reasons = pool.refusals();
    reasons.keySet().retainAll(snapshot.versions().keySet());
    return reasons;
  }

  /** Stops both threads and closes every version that is not leased. */
  @Override
  public void close() {
    stopping = true;
    reader.wakeup();
    loading.shutdownNow();
    try {
      reading.join(POLL.multipliedBy(10).toMillis());
      if (!loading.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("event=loader-still-running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    status.close();
    pool.close();
  }

  private void follow() {
    boolean behind = true;
    try (reader) {
      while (!stopping) {
        try {
          List<RegistryEvent> events = behind ? reader.readToEnd() : reader.poll(POLL);
          snapshot = reader.snapshot();
          if (!behind) {
            news.expectSwaps(events);
          }
          champions.update(snapshot.champion());
          shadows.update(snapshot.shadow());
          readiness.registryRead();
          if (behind) {
            behind = false;
            news.tellSkipped(events);
          } else {
            news.tell(events);
          }
          readiness.look();
          loads.keepWarm(
              WarmVersions.of(
                  snapshot, champions.history(), versions.keepPrevious(), clock.instant()),
              snapshot.versions().keySet());
          loads.retry();
          receipts.write();
        } catch (WakeupException e) {
          LOG.debug("event=registry-closing");
        } catch (KafkaException | UnresolvedSchemaException e) {
          LOG.warn("event=registry-unreadable error={}", e.toString());
          pause();
        }
      }
    }
  }

  private GateSettings terms(String version) {
    return terms.of(version);
  }

  private boolean isPublished(String version) {
    return snapshot.version(version).isPresent();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
