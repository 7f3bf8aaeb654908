package org.inkstream.model.registry;

/** An alias was to name a version that is not published, or no longer. */
public final class NotPublishedException extends RuntimeException {

  NotPublishedException(String version) {
    super("version '" + version + "' is not published");
  }
}
