package org.inkstream.streams.lifecycle;

import java.util.Map;
import java.util.Optional;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.ModelCard;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.ArtifactException;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ModelVersion;

/** Reads what published bundles tell people. The model is not loaded, and no signature verified. */
final class PublishedCard {

  private PublishedCard() {}

  /**
   * The card of a version; empty if its bundle has none.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @throws CommandFailure if the bundle is not there whole, is not what was published, or its card
   *     is none
   */
  static Optional<ModelCard> of(ModelVersion version, Map<String, Object> client, Topics topics) {
    byte[] bundle;
    try {
      bundle = new Artifacts(client, topics).fetch(version);
    } catch (ArtifactException e) {
      throw new CommandFailure(
          "the bundle of " + version.getVersion() + " cannot be read: " + e.getMessage(), e);
    }
    String found = Sha256.of(bundle);
    if (!found.equals(version.getBundleSha256())) {
      throw new CommandFailure(
          "the bundle of %s has digest %s, published was %s"
              .formatted(version.getVersion(), found, version.getBundleSha256()));
    }
    return read(version.getVersion(), bundle);
  }

  /** The card in a bundle's bytes. */
  static Optional<ModelCard> read(String version, byte[] bundle) {
    try {
      return BundleFile.card(bundle);
    } catch (RefusedException e) {
      throw new CommandFailure(
          "the bundle of %s has no card to show (%s): %s"
              .formatted(version, e.reason(), e.getMessage()),
          e);
    }
  }

  /** A version's bundle has no card, in one line. */
  static CommandFailure missing(String version) {
    return new CommandFailure(
        version
            + " has no card: its bundle was made before there were cards (./inkstream profile makes"
            + " one with a card of it)");
  }
}
