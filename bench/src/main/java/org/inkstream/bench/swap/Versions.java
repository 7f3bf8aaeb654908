package org.inkstream.bench.swap;

import java.time.Instant;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.ModelVersion;

/** Publishes bundles. */
final class Versions {

  private Versions() {}

  /** Publishes a bundle, and returns its version. */
  static String publish(RegistryWriter registry, byte[] bundle) {
    try {
      Manifest manifest = BundleFile.read(bundle).manifest();
      registry.publish(
          ModelVersion.newBuilder()
              .setVersion(manifest.version())
              .setFamily(manifest.family())
              .setCreatedAt(Instant.parse(manifest.createdAt()))
              .setInputWidth(manifest.preprocessing().width())
              .setInputHeight(manifest.preprocessing().height())
              .setLabels(manifest.labels())
              .setParameters(manifest.parameters())
              .setMetrics(manifest.metrics())
              .setBundleBytes(bundle.length)
              .setBundleSha256(Sha256.of(bundle))
              .setChunks(0)
              .build(),
          bundle);
      return manifest.version();
    } catch (RefusedException e) {
      throw new CommandFailure("a bundle is refused (" + e.reason() + "): " + e.getMessage(), e);
    }
  }
}
