package org.inkstream.model.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.inkstream.model.registry.NotPublishedException;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistryEdit;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.topic.Topics;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.AliasChange;

/**
 * Promotes a version once every live instance has loaded it, so that no event of its time waits.
 * Safe for use by many threads.
 */
public final class Rollout {

  private static final int MOST_NAMED = 10;
  private static final Duration LOOK = Duration.ofMillis(200);

  /** How long the version published last is left to be loaded unasked, which spares an edit. */
  private static final Duration UNASKED = Duration.ofMillis(1500);

  private final Map<String, Object> client;
  private final Topics topics;
  private final Duration deadAfter;
  private final InstantSource clock;
  private final RegistryWriter writer;
  private final Undecodable undecodable;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   * @param deadAfter an instance whose last heartbeat is older is not waited for
   * @param clock must agree with the brokers' to within the lead, because they date the events
   * @param undecodable hears of what is no heartbeat
   */
  public Rollout(
      Map<String, Object> client,
      Topics topics,
      Duration deadAfter,
      InstantSource clock,
      Undecodable undecodable) {
    this.undecodable = undecodable;
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.deadAfter = deadAfter;
    this.clock = clock;
    this.writer = new RegistryWriter(client, topics);
  }

  /**
   * Promotes, or says why not.
   *
   * @param progress receives lines for people: what may not be meant, who has loaded the version,
   *     and who has not yet
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public RolloutOutcome promote(RolloutRequest request, Consumer<String> progress) {
    String version = request.version();
    RegistrySnapshot registry = RegistryReader.readAll(client, topics);
    if (registry.version(version).isEmpty()) {
      return new RolloutOutcome.NotPublished(version);
    }
    if (request.at().isEmpty() && isLast(registry, version)) {
      return new RolloutOutcome.Unchanged(version);
    }
    if (request.at().isPresent()
        && !request.force()
        && !request.at().get().isAfter(clock.instant())) {
      return new RolloutOutcome.InThePast(request.at().get());
    }
    otherLabels(registry, version).ifPresent(progress);
    try {
      Optional<RolloutOutcome> obstacle = awaitFleet(request, registry, progress);
      return obstacle.isPresent() ? obstacle.get() : write(request, registry);
    } catch (NotPublishedException e) {
      // Somebody has deleted it meanwhile.
      return new RolloutOutcome.NotPublished(version);
    }
  }

  /** That a version tells other classes apart than the champion does: seldom meant, but allowed. */
  static Optional<String> otherLabels(RegistrySnapshot registry, String version) {
    List<String> labels = registry.version(version).orElseThrow().getLabels();
    return registry
        .champion()
        .last()
        .map(AliasChange::getVersion)
        .flatMap(registry::version)
        .filter(champion -> !champion.getLabels().equals(labels))
        .map(
            champion ->
                "its labels are not those of the champion %s: %s; there %s"
                    .formatted(champion.getVersion(), few(labels), few(champion.getLabels())));
  }

  private static String few(List<String> labels) {
    return labels.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (labels.size() > MOST_NAMED ? ", ... (" + labels.size() + ")" : "");
  }

  private static boolean isLast(RegistrySnapshot registry, String version) {
    return registry.champion().last().map(AliasChange::getVersion).equals(Optional.of(version));
  }

  /** Waits for who is alive, who joins meanwhile included; what is in the way after that. */
  private Optional<RolloutOutcome> awaitFleet(
      RolloutRequest request, RegistrySnapshot registry, Consumer<String> progress) {
    String version = request.version();
    try (FleetReader reader = new FleetReader(client, topics, deadAfter, clock, undecodable)) {
      Fleet fleet = reader.readToEnd();
      if (fleet.live().isEmpty()) {
        progress.accept("no instance is alive: nobody is waited for");
      }
      boolean waits = !request.patience().isZero();
      long begin = System.nanoTime();
      long deadline = begin + request.patience().toNanos();
      boolean isNewest = registry.newest().equals(Optional.of(version));
      long announceAt = isNewest ? begin + UNASKED.toNanos() : begin;
      boolean announced = false;
      String told = "";
      while (true) {
        SortedMap<String, String> refused = fleet.refused(version);
        if (!refused.isEmpty() && !request.force()) {
          return Optional.of(new RolloutOutcome.Refused(version, refused));
        }
        if (!waits || fleet.waitedFor(version).isEmpty()) {
          return Optional.empty();
        }
        String line =
            fleet.describe(version)
                + ", waiting for "
                + String.join(", ", fleet.waitedFor(version));
        if (!line.equals(told)) {
          progress.accept(line);
          told = line;
        }
        long now = System.nanoTime();
        long left = deadline - now;
        if (!announced && (now - announceAt >= 0 || left <= 0)) {
          announce(request);
          announced = true;
        }
        if (left <= 0) {
          return Optional.of(new RolloutOutcome.NotLoaded(version, fleet.waitedFor(version)));
        }
        fleet = reader.await(shorter(LOOK, left));
      }
    }
  }

  private static Duration shorter(Duration one, long nanos) {
    // Not less than a millisecond, or nothing would be waited for at all.
    return Duration.ofMillis(Math.min(one.toMillis(), TimeUnit.NANOSECONDS.toMillis(nanos) + 1));
  }

  /** Tells the instances to load a version though nobody has promoted it yet. */
  private void announce(RolloutRequest request) {
    writer.edit(
        registry -> {
          AliasChange change =
              Promotion.change(
                      registry,
                      RegistrySnapshot.CANDIDATE,
                      request.version(),
                      clock.instant(),
                      clock.instant())
                  .setReason(request.reason())
                  .setWho(request.who())
                  .build();
          return RegistryEdit.of(change, change);
        });
  }

  private RolloutOutcome write(RolloutRequest request, RegistrySnapshot registry) {
    Promotion promotion = new Promotion(writer, clock);
    Optional<AliasChange> change =
        request.at().isPresent()
            ? promotion.promoteAt(
                request.version(), request.at().get(), request.reason(), request.who())
            : promotion.promote(
                registry, request.version(), request.lead(), request.reason(), request.who());
    return change
        .<RolloutOutcome>map(RolloutOutcome.Promoted::new)
        .orElseGet(() -> new RolloutOutcome.Unchanged(request.version()));
  }
}
