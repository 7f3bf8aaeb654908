package org.inkstream.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.junit.jupiter.api.Test;

class RolloutTest {

  @Test
  void shouldSayThatLabelsAreNotThoseOfTheChampion() {
    RegistrySnapshot registry =
        champion(
            "digits",
            version("digits", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
            version("letters", "a", "b", "c"),
            version("again", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));

    assertThat(Rollout.otherLabels(registry, "letters"))
        .hasValue(
            "its labels are not those of the champion digits: a, b, c; there 0, 1, 2, 3, 4, 5, 6,"
                + " 7, 8, 9, ... (11)");
    assertThat(Rollout.otherLabels(registry, "again")).isEmpty();
    assertThat(Rollout.otherLabels(champion("gone", version("letters", "a", "b")), "letters"))
        .isEmpty();
  }

  private static RegistrySnapshot champion(String version, ModelVersion... published) {
    TreeMap<String, ModelVersion> versions = new TreeMap<>();
    Stream.of(published).forEach(each -> versions.put(each.getVersion(), each));
    AliasChange change =
        AliasChange.newBuilder()
            .setAlias(RegistrySnapshot.CHAMPION)
            .setVersion(version)
            .setEffectiveFrom(Instant.EPOCH)
            .setChangedAt(Instant.EPOCH)
            .build();
    return new RegistrySnapshot(
        versions, Map.of(), Map.of(RegistrySnapshot.CHAMPION, AliasHistory.EMPTY.with(change)));
  }

  private static ModelVersion version(String name, String... labels) {
    return ModelVersion.newBuilder()
        .setVersion(name)
        .setFamily("softmax")
        .setCreatedAt(Instant.EPOCH)
        .setInputWidth(28)
        .setInputHeight(28)
        .setLabels(List.of(labels))
        .setParameters(1)
        .setMetrics(Map.of())
        .setBundleBytes(1)
        .setBundleSha256("")
        .setChunks(0)
        .build();
  }
}
