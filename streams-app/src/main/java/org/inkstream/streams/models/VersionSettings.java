package org.inkstream.streams.models;

import java.time.Duration;

/**
 * How an instance keeps its versions.
 *
 * @param keepPrevious how long the champion before stays loaded for a rollback
 * @param missing what becomes of events whose champion was deleted
 */
public record VersionSettings(Duration keepPrevious, MissingVersion missing) {

  /** The settings where nobody says otherwise. */
  public static final VersionSettings DEFAULT =
      new VersionSettings(Duration.ofMinutes(60), MissingVersion.STOP);
}
