package org.inkstream.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.inkstream.schemas.AliasChange;
import org.junit.jupiter.api.Test;

class PromotionTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LEAD = Duration.ofSeconds(2);

  @Test
  void shouldLetTheFirstChampionOfAllTakeEffectAtOnce() {
    assertThat(Promotion.effectiveFrom(Optional.empty(), "v1", NOW, LEAD)).contains(NOW);
  }

  @Test
  void shouldGiveInstancesTimeToLoadTheNextChampion() {
    assertThat(Promotion.effectiveFrom(champion("v0", NOW), "v1", NOW, LEAD))
        .contains(NOW.plusSeconds(2));
  }

  @Test
  void shouldNotPromoteTheChampion() {
    assertThat(Promotion.effectiveFrom(champion("v1", NOW), "v1", NOW, LEAD)).isEmpty();
  }

  @Test
  void shouldNotOvertakeAChangeThatWasAnnounced() {
    Instant announced = NOW.plusSeconds(60);

    assertThat(Promotion.effectiveFrom(champion("v0", announced), "v1", NOW, LEAD))
        .contains(announced);
  }

  private static Optional<AliasChange> champion(String version, Instant from) {
    return Optional.of(
        AliasChange.newBuilder()
            .setAlias("champion")
            .setVersion(version)
            .setEffectiveFrom(from)
            .setChangedAt(NOW)
            .build());
  }
}
