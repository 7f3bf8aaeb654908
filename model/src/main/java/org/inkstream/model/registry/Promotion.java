package org.inkstream.model.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.inkstream.schemas.AliasChange;

/** Makes a published version the champion, ahead of time. Safe for use by many threads. */
public final class Promotion {

  /** Long enough for every instance to load the network before the first event of its time. */
  public static final Duration LEAD = Duration.ofSeconds(2);

  private final RegistryWriter writer;
  private final Clock clock;

  /**
   * @param clock must agree with the brokers' to within the lead, because they date the events
   */
  public Promotion(RegistryWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Writes the change. The first champion of all is in force at once, and before: events that wait
   * for one are older than it. A later one is in force from the end of the lead on, and never
   * before a change that was already announced.
   *
   * @param registry as it is now
   * @param version a published one
   * @param lead how long from now
   * @return empty if the version already is the last to be announced
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public Optional<AliasChange> promote(
      RegistrySnapshot registry, String version, Duration lead, String reason, String who) {
    Optional<AliasChange> last = registry.champion().last();
    if (last.isPresent() && last.get().getVersion().equals(version)) {
      return Optional.empty();
    }
    Instant from = last.isEmpty() ? clock.instant() : clock.instant().plus(lead);
    if (last.isPresent() && last.get().getEffectiveFrom().isAfter(from)) {
      from = last.get().getEffectiveFrom();
    }
    return Optional.of(
        writer.point(
            RegistrySnapshot.CHAMPION,
            version,
            from,
            last.map(AliasChange::getVersion).orElse(null),
            reason,
            who));
  }
}
