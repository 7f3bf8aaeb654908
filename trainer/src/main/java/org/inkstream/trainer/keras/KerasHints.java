package org.inkstream.trainer.keras;

import java.util.Optional;

/**
 * What is known of a network besides its file.
 *
 * @param architecture the network as Keras's {@code model.to_json()} describes it, of a file that
 *     has weights alone; empty if the file describes it
 * @param backend what has computed the network, of a file that does not say; empty if it is not
 *     known
 */
public record KerasHints(Optional<String> architecture, Optional<Backend> backend) {

  /** Nothing besides the file. */
  public static final KerasHints NONE = new KerasHints(Optional.empty(), Optional.empty());
}
