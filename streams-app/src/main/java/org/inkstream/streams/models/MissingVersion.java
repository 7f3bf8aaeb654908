package org.inkstream.streams.models;

/** What becomes of an event whose champion was deleted from the registry. */
public enum MissingVersion {
  /** The instance stops with an error: no other version may answer in its place. */
  STOP,
  /** The champion of the present answers. */
  CHAMPION
}
