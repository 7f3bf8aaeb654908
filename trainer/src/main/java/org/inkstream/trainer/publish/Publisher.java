package org.inkstream.trainer.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.fleet.Rollout;
import org.inkstream.model.fleet.RolloutOutcome;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.topic.Topics;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/** Publishes bundles that passed the gate, and promotes them. Safe for use by many threads. */
public final class Publisher {

  private final Map<String, Object> client;
  private final Topics topics;
  private final RegistryWriter writer;
  private final Rollout rollout;

  /**
   * @param client how to reach the brokers, in Kafka's own keys
   * @param topics exist already
   * @param deadAfter an instance whose last heartbeat is older is not waited for
   * @param clock for the time of a promotion
   * @param undecodable hears of what is no heartbeat
   */
  public Publisher(
      Map<String, Object> client,
      Topics topics,
      Duration deadAfter,
      InstantSource clock,
      Undecodable undecodable) {
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.writer = new RegistryWriter(client, topics);
    this.rollout = new Rollout(client, topics, deadAfter, clock, undecodable);
  }

  /**
   * Publishes a version, unless it is there already.
   *
   * @param manifest of the bundle
   * @param signedBy ids of the keys that the bundle is signed by
   * @param bundle the bundle file
   * @throws VersionTakenException if the version was published with other bytes
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse; nothing is then visible
   */
  public Publication publish(Manifest manifest, List<String> signedBy, byte[] bundle)
      throws VersionTakenException {
    ModelVersion wanted = record(manifest, signedBy, bundle);
    Optional<ModelVersion> there = sameBytes(snapshot().version(manifest.version()), wanted);
    return there.isPresent()
        ? new Publication.AlreadyThere(there.get())
        : new Publication.Written(writer.publish(wanted, bundle));
  }

  /**
   * Makes a published version the champion, unless it is.
   *
   * @param progress receives lines for people while instances are waited for
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public RolloutOutcome promote(RolloutRequest request, Consumer<String> progress) {
    return rollout.promote(request, progress);
  }

  /** The version that the last promotion or rollback names; empty if there was none. */
  public Optional<String> champion() {
    return snapshot().champion().last().map(AliasChange::getVersion);
  }

  /** What is published under the version, provided that it has the same bytes. */
  static Optional<ModelVersion> sameBytes(Optional<ModelVersion> published, ModelVersion wanted)
      throws VersionTakenException {
    if (published.isPresent()
        && !published.get().getBundleSha256().equals(wanted.getBundleSha256())) {
      throw new VersionTakenException(
          wanted.getVersion(), published.get().getBundleSha256(), wanted.getBundleSha256());
    }
    return published;
  }

  /** What the registry is told of a bundle; where its chunks are is not yet known. */
  static ModelVersion record(Manifest manifest, List<String> signedBy, byte[] bundle) {
    return ModelVersion.newBuilder()
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
        .setSignedBy(signedBy)
        .build();
  }

  private RegistrySnapshot snapshot() {
    return RegistryReader.readAll(client, topics);
  }
}
