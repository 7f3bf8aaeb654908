package org.inkstream.model.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/**
 * Makes a published version the champion, ahead of time. Of several that come at once each is
 * decided with knowledge of those before it. Safe for use by many threads.
 */
public final class Promotion {

  private final RegistryWriter writer;
  private final InstantSource clock;

  /**
   * @param clock must agree with the brokers' to within the lead, because they date the events
   */
  public Promotion(RegistryWriter writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Writes the change, unless the version already is the last to be announced.
   *
   * @param registry as the caller read it; it is read again before anything is written
   * @param version a published one
   * @param lead how long from now: enough for every instance to load the network before the first
   *     event of its time
   * @return the change; empty if there is none
   * @throws NotPublishedException if the version is not published any more
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public Optional<AliasChange> promote(
      RegistrySnapshot registry, String version, Duration lead, String reason, String who) {
    if (effectiveFrom(registry.champion().last(), version, clock.instant(), lead).isEmpty()) {
      return Optional.empty();
    }
    return writer.edit(
        now -> {
          Optional<AliasChange> last = now.champion().last();
          return edit(
              now, version, effectiveFrom(last, version, clock.instant(), lead), last, reason, who);
        });
  }

  /**
   * Makes the champion before a version champion again, if the version is still the last that was
   * promoted: a promotion that comes between stays as it is.
   *
   * @return the change; empty if there is none, or nowhere to go back to
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public Optional<AliasChange> rollBack(String version, Duration lead, String reason, String who) {
    return writer.edit(
        now -> {
          Optional<AliasChange> last = now.champion().last();
          boolean still = last.map(AliasChange::getVersion).equals(Optional.of(version));
          return still && Rollback.toPrevious(now) instanceof Rollback.To previous
              ? edit(
                  now,
                  previous.version(),
                  effectiveFrom(last, previous.version(), clock.instant(), lead),
                  last,
                  reason,
                  who)
              : RegistryEdit.none(Optional.empty());
        });
  }

  /**
   * As {@link #promote}, from a moment on that may lie in the past: what was answered since was
   * then answered by another version than a replay will say.
   *
   * @return the change; empty if the version is the champion of that moment already
   */
  public Optional<AliasChange> promoteAt(
      String version, Instant effectiveFrom, String reason, String who) {
    return writer.edit(
        now -> {
          Optional<AliasChange> holds = holdsAt(now.champion(), effectiveFrom);
          boolean already = holds.isPresent() && holds.get().getVersion().equals(version);
          return edit(
              now,
              version,
              already ? Optional.empty() : Optional.of(effectiveFrom),
              holds,
              reason,
              who);
        });
  }

  private RegistryEdit<Optional<AliasChange>> edit(
      RegistrySnapshot registry,
      String version,
      Optional<Instant> effectiveFrom,
      Optional<AliasChange> before,
      String reason,
      String who) {
    if (effectiveFrom.isEmpty()) {
      return RegistryEdit.none(Optional.empty());
    }
    AliasChange change =
        change(registry, RegistrySnapshot.CHAMPION, version, effectiveFrom.get(), clock.instant())
            .setPrevious(before.map(AliasChange::getVersion).orElse(null))
            .setReason(reason)
            .setWho(who)
            .build();
    return RegistryEdit.of(change, Optional.of(change));
  }

  /**
   * A change of an alias to a published version, without who and why.
   *
   * @throws NotPublishedException if the version is not published
   */
  public static AliasChange.Builder change(
      RegistrySnapshot registry,
      String alias,
      String version,
      Instant effectiveFrom,
      Instant changedAt) {
    String digest =
        registry
            .version(version)
            .map(ModelVersion::getBundleSha256)
            .orElseThrow(() -> new NotPublishedException(version));
    return AliasChange.newBuilder()
        .setAlias(alias)
        .setVersion(version)
        .setBundleSha256(digest)
        .setEffectiveFrom(effectiveFrom)
        .setChangedAt(changedAt);
  }

  private static Optional<AliasChange> holdsAt(AliasHistory champions, Instant time) {
    // Before the first change nothing was in force, though older events are given to it.
    return champions
        .changeAt(time.toEpochMilli())
        .filter(change -> !change.getEffectiveFrom().isAfter(time));
  }

  /**
   * From when on a version would be champion: the first of all at once, a later one after the lead,
   * and never before a change that was already announced. Empty if it is the last announced.
   */
  static Optional<Instant> effectiveFrom(
      Optional<AliasChange> last, String version, Instant now, Duration lead) {
    if (last.isEmpty()) {
      return Optional.of(now);
    }
    if (last.get().getVersion().equals(version)) {
      return Optional.empty();
    }
    Instant from = now.plus(lead);
    Instant announced = last.get().getEffectiveFrom();
    return Optional.of(announced.isAfter(from) ? announced : from);
  }
}
