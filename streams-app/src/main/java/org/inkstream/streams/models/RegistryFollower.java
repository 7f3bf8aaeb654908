package org.inkstream.streams.models;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
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
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.LoadedModel;
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

  private final Champions champions = new Champions();
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
  private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private volatile Optional<String> newest = Optional.empty();
  private volatile boolean read;
  private volatile boolean stopping;
  private final Map<String, ReferenceProfile> profiles = new ConcurrentHashMap<>();

  /**
   * Connects; {@link #start} begins.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param instance who speaks on {@code model-status}
   * @param maxBatch batch size to warm up with
   * @param swaps hears of batches; this object adds the changes
   * @param receipts hears of every completed swap
   */
  public RegistryFollower(
      Map<String, Object> client,
      Topics topics,
      String instance,
      int maxBatch,
      SwapRecorder swaps,
      Consumer<SwapReceipt> receipts,
      Clock clock) {
    this.reader = new RegistryReader(client, topics);
    this.loader =
        new RegistryLoader(new Artifacts(client, topics), v -> snapshot.version(v), maxBatch);
    this.pool = new ModelPool(loader);
    this.status = new StatusWriter(client, topics, instance, clock);
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
    return hasNoChampion() ? "no version was ever promoted" : "no champion is loaded yet";
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
            loading.execute(this::loadChampion);
            // After the champion, for which the stream waits.
            shadows.history().since(clock.millis()).ifPresent(this::prepareSoon);
          } else {
            events.forEach(this::tell);
          }
          keepWarm();
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
      newest = Optional.of(version);
      prepareSoon(version);
    } else if (event instanceof RegistryEvent.AliasChanged changed) {
      if (changed.change().getAlias().equals(RegistrySnapshot.CHAMPION)) {
        promoted(changed.change());
      } else if (changed.change().getAlias().equals(RegistrySnapshot.SHADOW)) {
        shadowed(changed.change());
      }
    } else if (event instanceof RegistryEvent.Deleted deleted) {
      LOG.info("event=deleted version={}", deleted.version());
    } else if (event instanceof RegistryEvent.Skipped skipped) {
      LOG.warn("event=registry-record-skipped detail={}", skipped.detail());
      status.refused(skipped.subject(), skipped.reason(), skipped.detail());
    }
  }

  private void promoted(AliasChange change) {
    loading.execute(
        () -> {
          prepare(change.getVersion());
          loadChampion();
        });
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
      status.loaded(version);
    } catch (RefusedException e) {
      champions.refuse(version);
      shadows.refuse(version);
      swaps.forget(version);
      status.refused(version, e.reason(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      // Whoever needs the version tries again; so does the next promotion.
      LOG.warn("event=load-failed version={} error={}", version, e.toString());
    }
  }

  /** Loads the champion of this moment, or the one before it if it is refused, and so on. */
  private void loadChampion() {
    while (ready.getCount() > 0 && !stopping) {
      Optional<String> champion = champions.history().at(clock.millis());
      if (champion.isEmpty()) {
        return;
      }
      prepare(champion.get());
      if (pool.peek(champion.get(), LoadedModel::manifest).isPresent()) {
        ready.countDown();
      } else if (champions.history().at(clock.millis()).equals(champion)) {
        pause();
      }
    }
  }

  /**
   * The champion of now, those to come, the one before, and the newest stay loaded; so do the
   * shadow of now and those to come.
   */
  private void keepWarm() {
    AliasHistory history = champions.history();
    Set<String> wanted = new HashSet<>();
    newest.ifPresent(wanted::add);
    List<AliasChange> changes = history.changes();
    long now = clock.millis();
    String current = null;
    for (int i = changes.size() - 1; i >= 0; i--) {
      String version = changes.get(i).getVersion();
      wanted.add(version);
      if (current == null && changes.get(i).getEffectiveFrom().toEpochMilli() <= now) {
        current = version;
      } else if (current != null && !version.equals(current)) {
        break;
      }
    }
    shadows.history().since(now).ifPresent(wanted::add);
    for (AliasChange change : shadows.history().changes()) {
      if (change.getVersion() != null && change.getEffectiveFrom().toEpochMilli() > now) {
        wanted.add(change.getVersion());
      }
    }
    // Each time, because a version may have been loaded since that nobody wants any more.
    pool.keepWarm(wanted);
  }

  private void report() {
    for (SwapRecorder.Swap swap : swaps.completed()) {
      String version = swap.change().getVersion();
      GateTimes times = pool.peek(version, LoadedModel::times).orElse(new GateTimes(0, 0, 0));
      SwapReceipt receipt = swap.receipt(times, loader.fetchMillis(version), nativeBytes());
      status.swapped(receipt);
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
