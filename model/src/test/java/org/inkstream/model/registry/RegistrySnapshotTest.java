package org.inkstream.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.inkstream.schemas.AliasChange;
import org.junit.jupiter.api.Test;

class RegistrySnapshotTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void shouldTellWhatNamesAVersion() {
    RegistrySnapshot registry =
        RegistrySnapshot.EMPTY
            .with(change("champion", "v1", NOW.minus(HOUR.multipliedBy(3))))
            .with(change("champion", "v2", NOW.minus(HOUR.multipliedBy(2))))
            .with(change("champion", "v3", NOW.minus(HOUR)))
            .with(change("champion", "v4", NOW.plus(HOUR)))
            .with(change("shadow", "v5", NOW.minus(HOUR)))
            .with(change("shadow", "v6", NOW.minusSeconds(1)))
            .with(change("candidate", "v4", NOW.minusSeconds(30)));

    assertThat(registry.namesOf("v1", NOW)).isEmpty();
    assertThat(registry.namesOf("v2", NOW)).containsExactly("previous");
    assertThat(registry.namesOf("v3", NOW)).containsExactly("champion");
    assertThat(registry.namesOf("v4", NOW))
        .containsExactly("champion@2026-11-24T13:00:00Z", "candidate");
    assertThat(registry.namesOf("v5", NOW)).isEmpty();
    assertThat(registry.namesOf("v6", NOW)).containsExactly("shadow");
  }

  @Test
  void shouldForgetACandidateAfterAWhile() {
    RegistrySnapshot registry =
        RegistrySnapshot.EMPTY
            .with(change("candidate", "v1", NOW))
            .with(change("candidate", "v2", NOW.plusSeconds(60)));

    assertThat(registry.candidates(NOW.plusSeconds(60))).containsExactly("v1", "v2");
    assertThat(registry.candidates(NOW.plusSeconds(600))).containsExactly("v2");
    assertThat(registry.candidates(NOW.plusSeconds(660))).isEmpty();
    assertThat(registry.namesOf("v2", NOW.plusSeconds(660))).isEmpty();
  }

  @Test
  void shouldNameNothingOnceTheShadowIsTakenAway() {
    RegistrySnapshot registry =
        RegistrySnapshot.EMPTY
            .with(change("shadow", "v1", NOW.minusSeconds(2)))
            .with(change("shadow", null, NOW.minusSeconds(1)));

    assertThat(registry.namesOf("v1", NOW)).isEmpty();
  }

  private static AliasChange change(String alias, String version, Instant effectiveFrom) {
    return AliasChange.newBuilder()
        .setAlias(alias)
        .setVersion(version)
        .setEffectiveFrom(effectiveFrom)
        .setChangedAt(NOW)
        .build();
  }
}
