package org.inkstream.trainer.pieces;

import java.util.Optional;

/** Where finished pieces of a long run are kept. For one thread. */
public interface Pieces {

  /**
   * What was kept under a name; empty if nothing was.
   *
   * @param name letters, digits and hyphens
   */
  Optional<byte[]> find(String name);

  /** Keeps a finished piece, whole or not at all. */
  void keep(String name, byte[] content);

  /**
   * What to say to people when the content of a piece is not as it was kept.
   *
   * @param problem in words
   */
  RuntimeException damaged(String name, String problem, Exception cause);
}
