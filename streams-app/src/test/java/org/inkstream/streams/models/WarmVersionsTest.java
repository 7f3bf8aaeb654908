package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.streams.models.Histories.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistrySnapshot;
import org.junit.jupiter.api.Test;

class WarmVersionsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration KEEP = Duration.ofMinutes(60);

  @Test
  void shouldKeepTheChampionOfNowThoseToComeAndTheNewest() {
    AliasHistory champions =
        AliasHistory.EMPTY
            .with(change("champion", "v1", NOW.minusSeconds(9000)))
            .with(change("champion", "v2", NOW.minusSeconds(8000)))
            .with(change("champion", "v3", NOW.plusSeconds(2)));

    assertThat(WarmVersions.of(registry(Map.of()), champions, KEEP, NOW))
        .containsExactlyInAnyOrder("v2", "v3", "newest")
        .startsWith("v2");
  }

  @Test
  void shouldKeepTheChampionBeforeForAWhileOnly() {
    AliasHistory champions =
        AliasHistory.EMPTY
            .with(change("champion", "v1", NOW.minusSeconds(9000)))
            .with(change("champion", "v2", NOW.minusSeconds(8000)))
            .with(change("champion", "v3", NOW));
    RegistrySnapshot registry = registry(Map.of());

    assertThat(WarmVersions.of(registry, champions, KEEP, NOW)).contains("v3", "v2");
    assertThat(WarmVersions.of(registry, champions, KEEP, NOW.plus(KEEP).minusMillis(1)))
        .contains("v2")
        .doesNotContain("v1");
    assertThat(WarmVersions.of(registry, champions, KEEP, NOW.plus(KEEP))).doesNotContain("v2");
    assertThat(WarmVersions.of(registry, champions, Duration.ZERO, NOW)).doesNotContain("v2");
  }

  @Test
  void shouldKeepCandidatesAndTheShadow() {
    RegistrySnapshot registry =
        registry(
            Map.of(
                "candidate",
                AliasHistory.EMPTY
                    .with(change("candidate", "c1", NOW.minusSeconds(601)))
                    .with(change("candidate", "c2", NOW.minusSeconds(599)))
                    .with(change("candidate", "c3", NOW.minusSeconds(1))),
                "shadow",
                AliasHistory.EMPTY.with(change("shadow", "s", NOW.minusSeconds(9000)))));

    assertThat(WarmVersions.of(registry, AliasHistory.EMPTY, KEEP, NOW))
        .isEqualTo(Set.of("c2", "c3", "s", "newest"));
  }

  private static RegistrySnapshot registry(Map<String, AliasHistory> aliases) {
    return new RegistrySnapshot(
        new TreeMap<>(),
        Map.of("older", NOW.minusSeconds(2), "newest", NOW.minusSeconds(1)),
        aliases);
  }
}
