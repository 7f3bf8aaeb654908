package org.inkstream.model.bundle;

import java.util.List;

/**
 * What another version makes of golden rows.
 *
 * @param version which
 * @param predicted name of the most probable class of each row, in their order
 */
public record PeerAnswers(String version, List<String> predicted) {

  /** Copies. */
  public PeerAnswers {
    predicted = List.copyOf(predicted);
  }
}
