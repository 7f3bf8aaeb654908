package org.inkstream.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.junit.jupiter.api.Test;

class RollbackTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void shouldLeadToTheChampionBeforeAndBackAgain() {
    RegistrySnapshot registry = champions(published("v1", "v2", "v3"), "v1", "v2", "v3");
    assertThat(Rollback.toPrevious(registry)).isEqualTo(new Rollback.To("v2"));

    registry = registry.with(change("v2", 3));
    assertThat(Rollback.toPrevious(registry)).isEqualTo(new Rollback.To("v3"));

    registry = registry.with(change("v2", 4));
    assertThat(Rollback.toPrevious(registry)).as("named twice").isEqualTo(new Rollback.To("v3"));
  }

  @Test
  void shouldLeadToAnyFormerChampion() {
    RegistrySnapshot registry = champions(published("v1", "v2", "v3", "v4"), "v1", "v2", "v3");

    assertThat(Rollback.to(registry, "v1")).isEqualTo(new Rollback.To("v1"));
    assertThat(Rollback.to(registry, "v4"))
        .isEqualTo(new Rollback.Nowhere("v4 never was champion: promote it instead"));
  }

  @Test
  void shouldLeadNowhereWhereNobodyWasBefore() {
    RegistrySnapshot none = published("v1");
    RegistrySnapshot one = champions(none, "v1");

    assertThat(List.of(Rollback.toPrevious(none), Rollback.to(none, "v1")))
        .containsOnly(new Rollback.Nowhere("there is no champion to roll back from"));
    assertThat(Rollback.toPrevious(one))
        .isEqualTo(new Rollback.Nowhere("there was no champion before this one"));
  }

  @Test
  void shouldNotLeadToWhatIsNotPublishedAnyMore() {
    RegistrySnapshot registry = champions(published("v2"), "v1", "v2");

    assertThat(Rollback.toPrevious(registry)).isEqualTo(new Rollback.NotPublished("v1"));
    assertThat(Rollback.to(registry, "v1")).isEqualTo(new Rollback.NotPublished("v1"));
    assertThat(Rollback.to(registry, "v9")).isEqualTo(new Rollback.NotPublished("v9"));
  }

  private static RegistrySnapshot published(String... versions) {
    RegistrySnapshot registry = RegistrySnapshot.EMPTY;
    for (String version : versions) {
      registry = registry.with(manifest(version), NOW);
    }
    return registry;
  }

  /** Each champion a second after the one before it. */
  private static RegistrySnapshot champions(RegistrySnapshot published, String... versions) {
    RegistrySnapshot registry = published;
    for (int i = 0; i < versions.length; i++) {
      registry = registry.with(change(versions[i], i));
    }
    return registry;
  }

  private static AliasChange change(String version, int second) {
    return AliasChange.newBuilder()
        .setAlias(RegistrySnapshot.CHAMPION)
        .setVersion(version)
        .setEffectiveFrom(NOW.plusSeconds(second))
        .setChangedAt(NOW)
        .build();
  }

  private static ModelVersion manifest(String version) {
    return ModelVersion.newBuilder()
        .setVersion(version)
        .setFamily("mlp")
        .setCreatedAt(NOW)
        .setInputWidth(28)
        .setInputHeight(28)
        .setLabels(List.of("zero", "one"))
        .setParameters(1)
        .setBundleBytes(1)
        .setBundleSha256("0")
        .setChunks(1)
        .build();
  }
}
