package org.inkstream.streams.models;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;

/** Which versions an instance keeps loaded, whether or not they score now. */
final class WarmVersions {

  private WarmVersions() {}

  /**
   * The champion of now, those to come, candidates, the version published last, the shadow, and the
   * champion before for a while; in the order in which they are to be loaded.
   *
   * @param champions the history as this instance has it
   * @param keepPrevious how long the champion before is kept
   */
  static Set<String> of(
      RegistrySnapshot registry, AliasHistory champions, Duration keepPrevious, Instant now) {
    Set<String> wanted = new LinkedHashSet<>();
    Optional<AliasChange> current = champions.changeAt(now.toEpochMilli());
    current.ifPresent(change -> wanted.add(change.getVersion()));
    wanted.addAll(registry.candidates(now));
    registry.newest().ifPresent(wanted::add);
    registry.shadow().at(now.toEpochMilli()).ifPresent(wanted::add);
    for (AliasChange change : registry.shadow().changes()) {
      if (change.getVersion() != null && change.getEffectiveFrom().isAfter(now)) {
        wanted.add(change.getVersion());
      }
    }
    for (AliasChange change : champions.changes()) {
      if (change.getEffectiveFrom().isAfter(now)) {
        wanted.add(change.getVersion());
      }
    }
    if (current.isPresent() && current.get().getEffectiveFrom().plus(keepPrevious).isAfter(now)) {
      champions.before(now.toEpochMilli()).ifPresent(wanted::add);
    }
    return wanted;
  }
}
