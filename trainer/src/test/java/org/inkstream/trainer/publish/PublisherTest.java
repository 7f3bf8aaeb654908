package org.inkstream.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.schemas.ModelVersion;
import org.junit.jupiter.api.Test;

class PublisherTest {

  @Test
  void shouldTellTheRegistryWhatTheManifestSays() {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "v1",
            "mlp",
            "2026-11-23T12:00:00.250Z",
            new Preprocessing(20, 30, Preprocessing.Fit.MNIST, 1, 0),
            List.of("no", "yes"),
            42,
            1,
            "",
            Map.of(),
            Map.of(),
            Map.of("accuracy", 0.5),
            1,
            0,
            Map.of());

    ModelVersion version = Publisher.record(manifest, "abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(version.getVersion()).isEqualTo("v1");
    assertThat(version.getFamily()).isEqualTo("mlp");
    assertThat(version.getCreatedAt()).isEqualTo(Instant.ofEpochMilli(1_795_435_200_250L));
    assertThat(version.getInputWidth()).isEqualTo(20);
    assertThat(version.getInputHeight()).isEqualTo(30);
    assertThat(version.getLabels()).containsExactly("no", "yes");
    assertThat(version.getParameters()).isEqualTo(42);
    assertThat(version.getMetrics()).containsExactly(Map.entry("accuracy", 0.5));
    assertThat(version.getBundleBytes()).isEqualTo(3);
    // The standard's own example.
    assertThat(version.getBundleSha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
