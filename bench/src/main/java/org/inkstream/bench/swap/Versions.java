package org.inkstream.bench.swap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/** Makes bundles, publishes and promotes them. */
final class Versions {

  /** As {@code inkstream promote} has it where nobody says otherwise. */
  static final Duration LEAD = Duration.ofSeconds(2);

  private Versions() {}

  /** The bundle of another network of the same kind as the benchmark's cnn. */
  static byte[] other(Bench bench) throws IOException {
    long seed = Bench.SEED + 1;
    return Bundles.of("bench-cnn-other", Kind.CNN, Kind.CNN.network(seed), seed, bench.images());
  }

  /** A bundle under another version. */
  static byte[] renamed(byte[] file, String version) {
    try {
      Bundle bundle = BundleFile.read(file);
      return BundleFile.bytes(
          new Bundle(
              bundle.manifest().withVersion(version, bundle.manifest().hyperparameters()),
              bundle.network(),
              bundle.profile(),
              bundle.golden()));
    } catch (RefusedException e) {
      throw new CommandFailure("a bundle is refused (" + e.reason() + "): " + e.getMessage(), e);
    }
  }

  /** Makes a version champion; empty if it is the last to be announced already. */
  static Optional<AliasChange> promote(
      Cluster cluster, RegistryWriter registry, String version, Duration lead) {
    return new Promotion(registry, InstantSource.system())
        .promote(
            RegistryReader.readAll(cluster.client(), Cluster.TOPICS),
            version,
            lead,
            "benchmark",
            "bench");
  }

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
