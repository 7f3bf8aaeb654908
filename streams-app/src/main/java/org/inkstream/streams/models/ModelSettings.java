package org.inkstream.streams.models;

import java.util.Optional;
import org.inkstream.model.signing.TrustedKeys;

/**
 * What an instance asks of versions.
 *
 * @param trusted keys of which one must have signed a bundle; empty to accept any
 * @param memoryBytes native memory that all loaded versions may take together
 */
public record ModelSettings(Optional<TrustedKeys> trusted, long memoryBytes) {

  /** Any bundle, and no bound. */
  public static final ModelSettings OPEN = new ModelSettings(Optional.empty(), Long.MAX_VALUE);

  /** Checks. */
  public ModelSettings {
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memory of " + memoryBytes + " bytes");
    }
  }
}
