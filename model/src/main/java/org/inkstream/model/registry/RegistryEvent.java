package org.inkstream.model.registry;

import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/** Something that happened in the registry. */
public sealed interface RegistryEvent {

  /** A version was published; its artefact can be fetched. */
  record Published(ModelVersion version) implements RegistryEvent {}

  /** A version was deleted. */
  record Deleted(String version) implements RegistryEvent {}

  /** An alias names another version, which has been published; a shadow may name none. */
  record AliasChanged(AliasChange change) implements RegistryEvent {}

  /**
   * A record that means nothing to this reader and was skipped.
   *
   * @param subject the version or alias it spoke of, or the topic where not even that is known
   * @param reason UNKNOWN_VERSION or UNREADABLE_RECORD
   * @param detail what was found, for people
   */
  record Skipped(String subject, RefusalReason reason, String detail) implements RegistryEvent {}
}
