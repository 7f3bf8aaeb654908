package org.inkstream.model.dataset;

/** Where the images of a set are from. */
@FunctionalInterface
public interface Origins {

  /**
   * Where one image is from, for messages: its file, and its row (from 1) where a file has many.
   *
   * @param image its place in the set, from 0
   */
  String of(int image);
}
