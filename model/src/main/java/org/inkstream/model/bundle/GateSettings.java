package org.inkstream.model.bundle;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.signing.TrustedKeys;

/**
 * What a gate asks for beyond the bundle itself.
 *
 * @param trusted keys of which one must have signed; empty to accept any bundle
 * @param version that the manifest must name; empty for any
 * @param room where the network's native memory has to fit
 * @param peer the version to be compared with
 */
public record GateSettings(
    Optional<TrustedKeys> trusted, Optional<String> version, Room room, Peer peer) {

  /** Any bundle, as much memory as there is, compared with nobody. */
  public static final GateSettings OPEN =
      new GateSettings(Optional.empty(), Optional.empty(), bytes -> 0, rows -> Optional.empty());

  /** Bounded native memory. */
  @FunctionalInterface
  public interface Room {
    /**
     * Makes room, if that is possible.
     *
     * @param bytes an estimate of what will be needed
     * @return how many of them are missing; 0 if it fits
     */
    long missing(long bytes);
  }

  /** The champion of this moment. */
  @FunctionalInterface
  public interface Peer {
    /** What it makes of these rows; empty if there is none that is loaded. */
    Optional<PeerAnswers> answers(List<GoldenRow> rows);
  }

  /** These settings for a bundle that must be of this version. */
  public GateSettings forVersion(String expected) {
    return new GateSettings(trusted, Optional.of(expected), room, peer);
  }
}
