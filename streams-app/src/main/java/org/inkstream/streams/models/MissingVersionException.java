package org.inkstream.streams.models;

import java.time.Instant;

/** An event needs a version that was champion at its time and has been deleted since. */
public final class MissingVersionException extends RuntimeException {

  MissingVersionException(String version, long timestamp) {
    super(
        "version %s, champion at %s, was deleted: publish its bundle again, or let the present"
                .formatted(version, Instant.ofEpochMilli(timestamp))
            + " champion answer (--missing-version champion)");
  }
}
