package org.inkstream.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.schemas.ModelVersion;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Manifest MANIFEST =
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

  @Test
  void shouldTellTheRegistryWhatTheManifestSays() {
    ModelVersion version =
        Publisher.record(
            MANIFEST, List.of("0123456789abcdef"), "abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(version.getVersion()).isEqualTo("v1");
    assertThat(version.getFamily()).isEqualTo("mlp");
    assertThat(version.getCreatedAt()).isEqualTo(Instant.ofEpochMilli(1_795_435_200_250L));
    assertThat(version.getInputWidth()).isEqualTo(20);
    assertThat(version.getInputHeight()).isEqualTo(30);
    assertThat(version.getLabels()).containsExactly("no", "yes");
    assertThat(version.getParameters()).isEqualTo(42);
    assertThat(version.getMetrics()).containsExactly(Map.entry("accuracy", 0.5));
    assertThat(version.getBundleBytes()).isEqualTo(3);
    assertThat(version.getSignedBy()).containsExactly("0123456789abcdef");
    // The standard's own example.
    assertThat(version.getBundleSha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void shouldPublishTheSameBytesOnce() throws VersionTakenException {
    ModelVersion version =
        Publisher.record(MANIFEST, List.of("0123456789abcdef"), new byte[] {1, 2});

    assertThat(Publisher.sameBytes(Optional.empty(), version)).isEmpty();
    assertThat(Publisher.sameBytes(Optional.of(version), version)).contains(version);
  }

  @Test
  void shouldRefuseOtherBytesUnderAPublishedVersion() {
    ModelVersion published =
        Publisher.record(MANIFEST, List.of("0123456789abcdef"), new byte[] {1, 2});
    ModelVersion other = Publisher.record(MANIFEST, List.of("0123456789abcdef"), new byte[] {1, 3});

    assertThatThrownBy(() -> Publisher.sameBytes(Optional.of(published), other))
        .isInstanceOf(VersionTakenException.class)
        .hasMessage(
            "version v1 is published with SHA-256 %s; this bundle has %s: a version is its bytes, and"
                + " a signature is part of them",
            published.getBundleSha256(), other.getBundleSha256());
  }
}
