package org.inkstream.streams.models;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GateSettings;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.PeerAnswers;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.model.registry.RegistryEvent;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.SwapReceipt;
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

  private final Champions champions;
  private final Shadows shadows = new Shadows();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(r -> daemon(r, "model-loader"));
  private final Thread reading = daemon(this::follow, "registry");
  private final RegistryReader reader;
  private final RegistryLoader loader;
  private final ModelPool pool;
  private final StatusWriter status;
  private final SwapRecorder swaps;
  private final Clock clock;
  private final Consumer<SwapReceipt> receipts;
  private final ModelSettings settings;
  private final VersionSettings versions;
  private final Set<String> retried = ConcurrentHashMap.newKeySet();
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private volatile boolean read;
  private volatile boolean stopping;
  private final Map<String, ReferenceProfile> profiles = new ConcurrentHashMap<>();

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
    this.reader = new RegistryReader(client, topics);
    this.loader =
        new RegistryLoader(
            new Artifacts(client, topics), v -> snapshot.version(v), maxBatch, this::gate);
    this.pool = new ModelPool(loader, settings.memoryBytes());
    this.settings = settings;
    this.status = new StatusWriter(client, topics, instance, clock);
    this.champions = new Champions(versions.missing(), clock);
    this.versions = versions;
    this.swaps = swaps;
    this.receipts = receipts;
    this.clock = clock;
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
    ReferenceProfile known = profiles.get(version);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ReferenceProfile> found = Optional.empty();
    // Leased, so that it is not given back before it was asked.
    try (ModelPool.Lease lease = pool.lease(version, 1)) {
      found = Optional.of(lease.model().profile());
      profiles.put(version, lease.model().profile());
    } catch (RefusedException | KafkaException e) {
      LOG.warn("event=no-profile version={} error={}", version, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return found;
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
    return ready.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** True if the registry has been read and names no champion that may score. */
  public boolean hasNoChampion() {
    return read && !champions.any();
  }

  /** Why there is no champion yet, for people. */
  public String waitingFor() {
    if (!read) {
      return "the registry is being read";
    }
    if (hasNoChampion()) {
      return "no version was ever promoted";
    }
    return champions
        .at(clock.millis())
        .filter(version -> snapshot.version(version).isEmpty())
        .map(version -> "the champion " + version + " was deleted: publish it again")
        .orElse("no champion is loaded yet");
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
            expectSwaps(events);
          }
          champions.update(snapshot.champion());
          shadows.update(snapshot.shadow());
          read = true;
          if (behind) {
            behind = false;
            events.stream().filter(RegistryEvent.Skipped.class::isInstance).forEach(this::tell);
          } else {
            events.forEach(this::tell);
          }
          lookForChampion();
          keepWarm();
          retry();
          report();
        } catch (WakeupException e) {
          LOG.debug("event=registry-closing");
        } catch (KafkaException e) {
          LOG.warn("event=registry-unreadable error={}", e.toString());
          pause();
        }
      }
    }
  }

  /** Before the champion changes, so that the first batch of the next one cannot be missed. */
  private void expectSwaps(List<RegistryEvent> events) {
    AliasHistory history = champions.history();
    for (RegistryEvent event : events) {
      if (event instanceof RegistryEvent.AliasChanged changed
          && changed.change().getAlias().equals(RegistrySnapshot.CHAMPION)) {
        AliasChange change = changed.change();
        history = history.with(change);
        int place = history.changes().lastIndexOf(change);
        String from = place > 0 ? history.changes().get(place - 1).getVersion() : null;
        LOG.info(
            "event=promotion version={} from={} effectiveFrom={}",
            change.getVersion(),
            from,
            change.getEffectiveFrom());
        if (!change.getVersion().equals(from)) {
          swaps.expect(change, from, nativeBytes());
        }
      }
    }
  }

  private void tell(RegistryEvent event) {
    if (event instanceof RegistryEvent.Published published) {
      String version = published.version().getVersion();
      champions.published(version);
      prepareSoon(version);
    } else if (event instanceof RegistryEvent.AliasChanged changed) {
      if (changed.change().getAlias().equals(RegistrySnapshot.CHAMPION)) {
        prepareSoon(changed.change().getVersion());
      } else if (changed.change().getAlias().equals(RegistrySnapshot.SHADOW)) {
        shadowed(changed.change());
      }
    } else if (event instanceof RegistryEvent.Deleted deleted) {
      LOG.info("event=deleted version={}", deleted.version());
    } else if (event instanceof RegistryEvent.Skipped skipped) {
      LOG.warn("event=registry-record-skipped detail={}", skipped.detail());
      status.skipped(skipped.subject(), skipped.reason(), skipped.detail());
    }
  }

  private void shadowed(AliasChange change) {
    LOG.info(
        "event=shadow version={} from={} effectiveFrom={}",
        change.getVersion(),
        change.getPrevious(),
        change.getEffectiveFrom());
    if (change.getVersion() != null) {
      prepareSoon(change.getVersion());
    }
  }

  private void prepareSoon(String version) {
    loading.execute(() -> prepare(version));
  }

  /** Loads a version ahead of its use, and tells. */
  private void prepare(String version) {
    try {
      pool.prepare(version);
      champions.admit(version);
      status.loaded(
          version,
          pool.peek(version, LoadedModel::steps).orElse(List.of()),
          pool.peek(version, LoadedModel::nativeBytes).orElse(0L));
    } catch (RefusedException e) {
      if (e.reason() != RefusalReason.UNKNOWN_VERSION) {
        champions.remove(version, e);
      } else if (!champions.missing(version)) {
        return;
      }
      if (e.reason().isForGood()) {
        shadows.refuse(version);
      }
      swaps.forget(version);
      status.refused(version, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      // Whoever needs the version tries again; so does the next promotion.
      LOG.warn("event=load-failed version={} error={}", version, e.toString());
    }
  }

  /**
   * As {@link #prepare}, of what would only be kept warm: it had to make way for others, perhaps,
   * and must not lose its place in the history because there is no room for it again.
   */
  private void warm(String version) {
    try {
      pool.prepare(version);
    } catch (RefusedException e) {
      if (!e.reason().isForGood() && e.reason() != RefusalReason.UNKNOWN_VERSION) {
        LOG.debug("event=not-kept-warm version={} reason={}", version, e.reason());
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (KafkaException e) {
      LOG.warn("event=load-failed version={} error={}", version, e.toString());
      return;
    }
    prepare(version);
  }

  /** Tries versions again for which there was no memory, once there is. */
  private void retry() {
    for (String version : champions.postponed()) {
      if (pool.fitsNow(version) && retried.add(version)) {
        loading.execute(
            () -> {
              try {
                prepare(version);
                lookForChampion();
              } finally {
                retried.remove(version);
              }
            });
      }
    }
  }

  private GateSettings gate(String version) {
    return new GateSettings(
        settings.trusted(),
        Optional.of(version),
        bytes -> pool.missing(version, bytes),
        rows -> championsAnswers(version, rows));
  }

  /** For comparison only, so a champion that is not loaded now is not waited for. */
  private Optional<PeerAnswers> championsAnswers(String newVersion, List<GoldenRow> rows) {
    Optional<ModelPool.Lease> lease =
        champions
            .history()
            .at(clock.millis())
            .filter(champion -> !champion.equals(newVersion))
            .flatMap(champion -> pool.leaseIfLoaded(champion, Gate.PEER_BATCH));
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (ModelPool.Lease champion = lease.get()) {
      return Optional.of(Gate.answers(champion.model(), champion.scorer(), rows));
    }
  }

  /** Ready once the champion of this moment is loaded; if it was deleted, others may have to be. */
  private void lookForChampion() {
    Optional<String> champion = champions.at(clock.millis());
    if (champion.isEmpty()) {
      return;
    }
    String version = champion.get();
    if (pool.peek(version, LoadedModel::manifest).isPresent()) {
      ready.countDown();
    } else if (snapshot.version(version).isEmpty() && champions.missing(version)) {
      status.skipped(version, RefusalReason.UNKNOWN_VERSION, "the champion was deleted");
    }
  }

  private void keepWarm() {
    Set<String> wanted =
        WarmVersions.of(snapshot, champions.history(), versions.keepPrevious(), clock.instant());
    // Each time, because a version may have been loaded since that nobody wants any more.
    pool.keepWarm(wanted);
    Map<String, RefusalReason> refused = pool.refusals();
    for (String version : wanted) {
      if (snapshot.version(version).isPresent()
          && !refused.containsKey(version)
          && pool.peek(version, LoadedModel::manifest).isEmpty()
          && pool.hasRoomBeside(version)
          && awaited.add(version)) {
        loading.execute(
            () -> {
              try {
                warm(version);
                lookForChampion();
              } finally {
                awaited.remove(version);
              }
            });
      }
    }
  }

  private void report() {
    for (SwapRecorder.Swap swap : swaps.completed()) {
      String version = swap.change().getVersion();
      GateTimes times = pool.peek(version, LoadedModel::times).orElse(new GateTimes(0, 0, 0));
      SwapReceipt receipt = swap.receipt(times, loader.fetchMillis(version), nativeBytes());
      if (receipt.getLateEvents() > 0) {
        LOG.warn(
            "event=late-events version={} from={} effectiveFrom={} events={}",
            version,
            receipt.getFrom(),
            receipt.getEffectiveFrom(),
            receipt.getLateEvents());
      }
      status.swapped(receipt, pool.peek(version, LoadedModel::nativeBytes).orElse(0L));
      receipts.accept(receipt);
    }
  }

  private long nativeBytes() {
    return pool.nativeBytes().values().stream().mapToLong(Long::longValue).sum();
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
