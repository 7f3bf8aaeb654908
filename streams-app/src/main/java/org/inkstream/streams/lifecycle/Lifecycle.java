package org.inkstream.streams.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.inkstream.model.fleet.Fleet;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.fleet.Rollout;
import org.inkstream.model.fleet.RolloutOutcome;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistryEdit;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.registry.Rollback;
import org.inkstream.model.topic.Topics;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.streams.lifecycle.LifecycleFailure.Kind;

/**
 * What can be asked and done about versions, for the command line and for HTTP. Safe for use by
 * many threads; what changes something is decided and written as if nobody else were there.
 *
 * <p>Every method reads the registry anew, and throws {@link
 * org.apache.kafka.common.KafkaException} if the brokers refuse.
 */
public final class Lifecycle {

  private final Map<String, Object> client;
  private final Topics topics;
  private final Duration deadAfter;
  private final InstantSource clock;
  private final RegistryWriter writer;
  private final Rollout rollout;
  private final Undecodable undecodable;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   * @param deadAfter an instance whose last heartbeat is older does not count
   * @param clock must agree with the brokers' to within a promotion's lead
   * @param undecodable hears of heartbeats and statuses that cannot be decoded, from any thread
   *     that asks or does something here
   */
  public Lifecycle(
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
    this.rollout = new Rollout(client, topics, deadAfter, clock, undecodable);
  }

  /** The same, with a line in the log for what cannot be decoded. */
  public Lifecycle(
      Map<String, Object> client, Topics topics, Duration deadAfter, InstantSource clock) {
    this(client, topics, deadAfter, clock, Undecodable.inLog());
  }

  /** Every published version, the oldest first. */
  public List<VersionView> versions() {
    RegistrySnapshot registry = registry();
    Fleet fleet = fleet();
    InstanceStates states = InstanceStates.read(client, topics, undecodable);
    return registry.versions().values().stream()
        .map(version -> view(registry, fleet, states, version))
        .toList();
  }

  /**
   * One version.
   *
   * @throws LifecycleFailure if it is not published
   */
  public VersionView version(String version) {
    RegistrySnapshot registry = registry();
    ModelVersion manifest = published(registry, version);
    return view(registry, fleet(), InstanceStates.read(client, topics, undecodable), manifest);
  }

  /** The instances that are alive. */
  public Fleet fleet() {
    return FleetReader.readAll(client, topics, deadAfter, clock, undecodable);
  }

  /** The champion of this moment; empty if there is none. */
  public Optional<String> champion() {
    return registry().champion().at(clock.millis());
  }

  /**
   * Makes a version the champion, once the live instances have loaded it.
   *
   * @param progress receives lines for people while instances are waited for
   * @return the change; empty if there was nothing to change
   * @throws LifecycleFailure if it is not promoted
   */
  public Optional<AliasChange> promote(RolloutRequest request, Consumer<String> progress) {
    RolloutOutcome outcome = rollout.promote(request, progress);
    Optional<String> problem = outcome.problem();
    if (problem.isPresent()) {
      throw new LifecycleFailure(kind(outcome), problem.get());
    }
    return outcome instanceof RolloutOutcome.Promoted promoted
        ? Optional.of(promoted.change())
        : Optional.empty();
  }

  /**
   * Which version a rollback leads to.
   *
   * @param to a former champion; empty for the one before the last
   * @throws LifecycleFailure if there is none, or it never was champion
   */
  public String rollbackTo(Optional<String> to) {
    RegistrySnapshot registry = registry();
    Rollback rollback =
        to.isPresent() ? Rollback.to(registry, to.get()) : Rollback.toPrevious(registry);
    if (rollback instanceof Rollback.Nowhere nowhere) {
      throw new LifecycleFailure(Kind.NO_PREVIOUS, nowhere.why());
    } else if (rollback instanceof Rollback.NotPublished gone) {
      throw notPublished(gone.version());
    }
    return ((Rollback.To) rollback).version();
  }

  /**
   * Lets a version be tried beside the champion, or none.
   *
   * @param lead from when on, after now; none is so at once. Never before a change that was
   *     announced already
   * @return the change; empty if it was announced already
   * @throws LifecycleFailure if the version is not published, or is the champion of that time
   */
  public Optional<AliasChange> shadow(
      Optional<String> version, Duration lead, String reason, String who) {
    return writer.edit(
        registry -> {
          Instant now = clock.instant();
          Optional<AliasChange> last = registry.shadow().last();
          Optional<String> before = last.map(AliasChange::getVersion);
          if (before.equals(version)) {
            return RegistryEdit.none(Optional.empty());
          }
          Instant soonest = version.isPresent() ? now.plus(lead) : now;
          Instant announced = last.map(AliasChange::getEffectiveFrom).orElse(soonest);
          Instant from = announced.isAfter(soonest) ? announced : soonest;
          version.ifPresent(wanted -> requireShadow(registry, wanted, from));
          AliasChange change =
              version
                  .map(
                      wanted ->
                          Promotion.change(registry, RegistrySnapshot.SHADOW, wanted, from, now))
                  .orElseGet(
                      () ->
                          AliasChange.newBuilder()
                              .setAlias(RegistrySnapshot.SHADOW)
                              .setVersion(null)
                              .setEffectiveFrom(from)
                              .setChangedAt(now))
                  .setPrevious(before.orElse(null))
                  .setReason(reason)
                  .setWho(who)
                  .build();
          return RegistryEdit.of(change, Optional.of(change));
        });
  }

  private static void requireShadow(RegistrySnapshot registry, String version, Instant from) {
    published(registry, version);
    if (registry.champion().at(from.toEpochMilli()).filter(version::equals).isPresent()) {
      throw new LifecycleFailure(
          Kind.NAMED, "version '" + version + "' is the champion; a shadow is another version");
    }
  }

  /**
   * Deletes a version's manifest and all its chunks.
   *
   * @throws LifecycleFailure if it is not published, or an alias names it
   */
  public void delete(String version) {
    writer.edit(
        registry -> {
          ModelVersion manifest = published(registry, version);
          List<String> names = registry.namesOf(version, clock.instant());
          if (!names.isEmpty()) {
            throw new LifecycleFailure(
                Kind.NAMED, version + " is not deleted: it is " + String.join(", ", names));
          }
          return new RegistryEdit<>(List.of(), List.of(manifest), version);
        });
  }

  /**
   * Deletes the oldest versions that no alias names.
   *
   * @param keep how many of the newest stay whether or not an alias names them
   * @return what was deleted, the oldest first
   */
  public List<String> prune(int keep) {
    return writer.edit(
        registry -> {
          Instant now = clock.instant();
          List<ModelVersion> newestFirst = new ArrayList<>(registry.versions().values());
          newestFirst.sort(Comparator.comparing(ModelVersion::getVersion).reversed());
          List<ModelVersion> old =
              newestFirst.stream()
                  .skip(keep)
                  .filter(version -> registry.namesOf(version.getVersion(), now).isEmpty())
                  .sorted(Comparator.comparing(ModelVersion::getVersion))
                  .toList();
          return new RegistryEdit<>(
              List.of(), old, old.stream().map(ModelVersion::getVersion).toList());
        });
  }

  private RegistrySnapshot registry() {
    return RegistryReader.readAll(client, topics);
  }

  private static ModelVersion published(RegistrySnapshot registry, String version) {
    return registry.version(version).orElseThrow(() -> notPublished(version));
  }

  private static LifecycleFailure notPublished(String version) {
    return new LifecycleFailure(
        Kind.NOT_PUBLISHED, new RolloutOutcome.NotPublished(version).problem().orElseThrow());
  }

  private VersionView view(
      RegistrySnapshot registry, Fleet fleet, InstanceStates states, ModelVersion manifest) {
    String version = manifest.getVersion();
    return new VersionView(
        manifest,
        registry.publishedAt().get(version),
        registry.namesOf(version, clock.instant()),
        registry.aliases().values().stream()
            .flatMap(history -> history.changes().stream())
            .filter(change -> version.equals(change.getVersion()))
            .sorted(Comparator.comparing(AliasChange::getEffectiveFrom))
            .toList(),
        fleet,
        states.of(version),
        states.swapsTo(version));
  }

  private static Kind kind(RolloutOutcome outcome) {
    if (outcome instanceof RolloutOutcome.NotLoaded) {
      return Kind.NOT_LOADED;
    } else if (outcome instanceof RolloutOutcome.Refused) {
      return Kind.REFUSED;
    } else if (outcome instanceof RolloutOutcome.InThePast) {
      return Kind.IN_THE_PAST;
    }
    return Kind.NOT_PUBLISHED;
  }
}
