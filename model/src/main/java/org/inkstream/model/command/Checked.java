package org.inkstream.model.command;

/**
 * A command, or a mixin of one, with values to be looked at before it runs. What is wrong with them
 * is told together with what could not even be read.
 */
public interface Checked {

  /**
   * Notes what is wrong. Where some of it could not be read, what nobody typed may be null or 0
   * instead of its default.
   *
   * @param problems to be added to
   */
  void check(Problems problems);
}
