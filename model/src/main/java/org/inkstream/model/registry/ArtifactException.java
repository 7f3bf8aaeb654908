package org.inkstream.model.registry;

/** The artefact of a published version that is not on its topic, or not as it is published. */
public final class ArtifactException extends Exception {

  ArtifactException(String message) {
    super(message);
  }
}
