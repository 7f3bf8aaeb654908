package org.inkstream.model.registry;

import java.util.Optional;

/** Where a rollback leads, by what the registry says at one moment. */
public sealed interface Rollback {

  /** To this version, which is published and has been champion before. */
  record To(String version) implements Rollback {}

  /** Nowhere: the version it would lead to is not published. */
  record NotPublished(String version) implements Rollback {}

  /** Nowhere, and why, in words. */
  record Nowhere(String why) implements Rollback {}

  /** A rollback from the champion that was announced last to the one before it. */
  static Rollback toPrevious(RegistrySnapshot registry) {
    Optional<String> previous = registry.champion().previous();
    if (previous.isPresent()) {
      return published(registry, previous.get());
    }
    return new Nowhere(
        registry.champion().last().isEmpty()
            ? "there is no champion to roll back from"
            : "there was no champion before this one");
  }

  /** A rollback to a certain former champion. */
  static Rollback to(RegistrySnapshot registry, String version) {
    if (registry.champion().last().isEmpty()) {
      return new Nowhere("there is no champion to roll back from");
    }
    boolean wasChampion =
        registry.champion().changes().stream()
            .anyMatch(change -> version.equals(change.getVersion()));
    Rollback rollback = published(registry, version);
    return rollback instanceof To && !wasChampion
        ? new Nowhere(version + " never was champion: promote it instead")
        : rollback;
  }

  private static Rollback published(RegistrySnapshot registry, String version) {
    return registry.version(version).isPresent() ? new To(version) : new NotPublished(version);
  }
}
