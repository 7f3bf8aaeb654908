package org.inkstream.streams.probation;

/** Rolls back. May be asked again and again for the same version; does not wait. */
@FunctionalInterface
public interface Rollbacks {

  /**
   * A champion is to make room for the one before it, unless somebody has replaced it already.
   *
   * @param reason kept in the history of the alias
   */
  void rollBack(String version, String reason);
}
