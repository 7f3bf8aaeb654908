package org.inkstream.model.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.inkstream.schemas.AliasChange;

/** Makes a published version the champion, ahead of time. Safe for use by many threads. */
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
   * @param registry as it is now
   * @param version a published one
   * @param lead how long from now: enough for every instance to load the network before the first
   *     event of its time
   * @return the change; empty if there is none
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public Optional<AliasChange> promote(
      RegistrySnapshot registry, String version, Duration lead, String reason, String who) {
    Optional<AliasChange> last = registry.champion().last();
    return effectiveFrom(last, version, clock.instant(), lead)
        .map(
            from ->
                writer.point(
                    RegistrySnapshot.CHAMPION,
                    version,
                    from,
                    last.map(AliasChange::getVersion).orElse(null),
                    reason,
                    who));
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
