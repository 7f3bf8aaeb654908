package org.inkstream.model.bundle;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.inkstream.model.drift.ReferenceProfile;

/**
 * Everything a version needs to score, in memory.
 *
 * @param manifest what the bundle says of itself; its parts are filled in when written
 * @param network the file that Deeplearning4j's ModelSerializer wrote, or that of a plain model
 * @param profile reference for the drift statistics
 * @param golden real images with expected answers, at least one
 * @param card what it tells people; empty for bundles of before there were cards
 */
public record Bundle(
    Manifest manifest,
    byte[] network,
    ReferenceProfile profile,
    List<GoldenRow> golden,
    Optional<ModelCard> card) {

  /** Checks and copies. */
  public Bundle {
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(card, "card");
    network = network.clone();
    golden = List.copyOf(golden);
    if (golden.isEmpty()) {
      throw new IllegalArgumentException("a bundle needs at least one golden row");
    }
  }

  /** A bundle without a card. */
  public Bundle(
      Manifest manifest, byte[] network, ReferenceProfile profile, List<GoldenRow> golden) {
    this(manifest, network, profile, golden, Optional.empty());
  }

  /** This bundle with a card. */
  public Bundle withCard(ModelCard other) {
    return new Bundle(manifest, network, profile, golden, Optional.of(other));
  }

  @Override
  public byte[] network() {
    return network.clone();
  }
}
