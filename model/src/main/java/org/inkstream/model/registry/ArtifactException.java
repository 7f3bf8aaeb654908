package org.inkstream.model.registry;

/** The artefact of a published version that is not, or not wholly, on its topic. */
public final class ArtifactException extends Exception {

  ArtifactException(String message) {
    super(message);
  }
}
