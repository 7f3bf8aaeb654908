package org.inkstream.model.bundle;

import java.util.List;
import java.util.Objects;
import org.inkstream.model.drift.ReferenceProfile;

/**
 * Everything a version needs to score, in memory.
 *
 * @param manifest what the bundle says of itself; its parts are filled in when written
 * @param network the file that Deeplearning4j's ModelSerializer wrote, or that of a plain model
 * @param profile reference for the drift statistics
 * @param golden real images with expected answers, at least one
 */
public record Bundle(
    Manifest manifest, byte[] network, ReferenceProfile profile, List<GoldenRow> golden) {

  /** Checks and copies. */
  public Bundle {
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(profile, "profile");
    network = network.clone();
    golden = List.copyOf(golden);
    if (golden.isEmpty()) {
      throw new IllegalArgumentException("a bundle needs at least one golden row");
    }
  }

  @Override
  public byte[] network() {
    return network.clone();
  }
}
