package org.inkstream.streams.models;

import java.time.Instant;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.AliasChange;

/** Changes of aliases for tests. */
final class Histories {

  private static final Instant CHANGED = Instant.parse("2026-11-24T12:00:00Z");

  private Histories() {}

  /** A change to a version; null for none. */
  static AliasChange change(String alias, String version, Instant effectiveFrom) {
    return AliasChange.newBuilder()
        .setAlias(alias)
        .setVersion(version)
        .setEffectiveFrom(effectiveFrom)
        .setChangedAt(CHANGED)
        .build();
  }

  /** Each version a second after the one before it, the first at a time. */
  static AliasHistory of(String alias, Instant first, String... versions) {
    AliasHistory history = AliasHistory.EMPTY;
    for (int i = 0; i < versions.length; i++) {
      history = history.with(change(alias, versions[i], first.plusSeconds(i)));
    }
    return history;
  }
}
