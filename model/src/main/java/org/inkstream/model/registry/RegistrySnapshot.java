package org.inkstream.model.registry;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/**
 * The registry at one moment. Immutable but for the Avro records in it, which nobody may change.
 *
 * @param versions manifests by version, sorted
 * @param aliases history by alias
 */
public record RegistrySnapshot(
    SortedMap<String, ModelVersion> versions, Map<String, AliasHistory> aliases) {

  /** The alias of the version that answers. */
  public static final String CHAMPION = "champion";

  /** The alias of the version that scores the same events without answering. */
  public static final String SHADOW = "shadow";

  /** A registry without a version. */
  public static final RegistrySnapshot EMPTY = new RegistrySnapshot(new TreeMap<>(), Map.of());

  /** Copies. */
  public RegistrySnapshot {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    aliases = Map.copyOf(aliases);
  }

  /** The manifest of a version. */
  public Optional<ModelVersion> version(String version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** The history of the champion; empty if there never was one. */
  public AliasHistory champion() {
    return aliases.getOrDefault(CHAMPION, AliasHistory.EMPTY);
  }

  /** The history of the shadow, to be asked with {@link AliasHistory#since}. */
  public AliasHistory shadow() {
    return aliases.getOrDefault(SHADOW, AliasHistory.EMPTY);
  }

  RegistrySnapshot with(ModelVersion version) {
    SortedMap<String, ModelVersion> more = new TreeMap<>(versions);
    more.put(version.getVersion(), version);
    return new RegistrySnapshot(more, aliases);
  }

  RegistrySnapshot without(String version) {
    SortedMap<String, ModelVersion> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    return new RegistrySnapshot(fewer, aliases);
  }

  RegistrySnapshot with(AliasChange change) {
    Map<String, AliasHistory> more = new TreeMap<>(aliases);
    more.merge(
        change.getAlias(),
        AliasHistory.EMPTY.with(change),
        (history, ignored) -> history.with(change));
    return new RegistrySnapshot(versions, more);
  }
}
