package org.inkstream.model.registry;

import java.util.List;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/**
 * What is to be written to the registry at once, and what the caller is told then.
 *
 * @param changes of aliases, in this order
 * @param deletions versions whose manifest and chunks are deleted
 * @param result handed back once all is written
 */
public record RegistryEdit<R>(List<AliasChange> changes, List<ModelVersion> deletions, R result) {

  /** Copies. */
  public RegistryEdit {
    changes = List.copyOf(changes);
    deletions = List.copyOf(deletions);
  }

  /** Nothing is to be written. */
  public static <R> RegistryEdit<R> none(R result) {
    return new RegistryEdit<>(List.of(), List.of(), result);
  }

  /** One alias changes. */
  public static <R> RegistryEdit<R> of(AliasChange change, R result) {
    return new RegistryEdit<>(List.of(change), List.of(), result);
  }
}
