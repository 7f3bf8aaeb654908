package org.inkstream.model.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/**
 * The registry at one moment. Immutable but for the Avro records in it, which nobody may change.
 *
 * @param versions manifests by version, sorted
 * @param publishedAt when each of them was written
 * @param aliases history by alias
 */
public record RegistrySnapshot(
    SortedMap<String, ModelVersion> versions,
    Map<String, Instant> publishedAt,
    Map<String, AliasHistory> aliases) {

  /** The alias of the version that answers. */
  public static final String CHAMPION = "champion";

  /** The alias of a version that is to be promoted: instances load it. */
  public static final String CANDIDATE = "candidate";

  /** The alias of the version that is tried beside the champion. */
  public static final String SHADOW = "shadow";

  /** How long a candidate is kept loaded for a promotion that may come. */
  public static final Duration CANDIDACY = Duration.ofMinutes(10);

  /** A registry without a version. */
  public static final RegistrySnapshot EMPTY =
      new RegistrySnapshot(new TreeMap<>(), Map.of(), Map.of());

  /** Copies. */
  public RegistrySnapshot {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    publishedAt = Map.copyOf(publishedAt);
    aliases = Map.copyOf(aliases);
  }

  /** The manifest of a version. */
  public Optional<ModelVersion> version(String version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** The history of the champion; empty if there never was one. */
  public AliasHistory champion() {
    return history(CHAMPION);
  }

  /** The history of an alias; empty if there never was one. */
  public AliasHistory history(String alias) {
    return aliases.getOrDefault(alias, AliasHistory.EMPTY);
  }

  /** The versions that somebody means to promote, sorted: all of the last {@link #CANDIDACY}. */
  public Set<String> candidates(Instant now) {
    Set<String> found = new TreeSet<>();
    for (AliasChange change : history(CANDIDATE).changes()) {
      if (change.getVersion() != null && change.getEffectiveFrom().plus(CANDIDACY).isAfter(now)) {
        found.add(change.getVersion());
      }
    }
    return found;
  }

  /** The version published last, which instances load unasked; empty if there is none. */
  public Optional<String> newest() {
    return publishedAt.entrySet().stream()
        .max(
            Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  /**
   * What names a version, in words; empty if nothing does, and it may be deleted: {@code champion},
   * {@code champion@TIME} for one to come, {@code previous} for the one that a rollback leads to,
   * {@code candidate}, {@code shadow}.
   */
  public List<String> namesOf(String version, Instant now) {
    List<String> names = new ArrayList<>();
    AliasHistory champion = champion();
    if (champion.at(now.toEpochMilli()).filter(version::equals).isPresent()) {
      names.add(CHAMPION);
    }
    for (AliasChange change : champion.changes()) {
      if (change.getEffectiveFrom().isAfter(now) && version.equals(change.getVersion())) {
        names.add(CHAMPION + "@" + change.getEffectiveFrom());
      }
    }
    if (names.isEmpty()
        && (champion.previous().filter(version::equals).isPresent()
            || champion.before(now.toEpochMilli()).filter(version::equals).isPresent())) {
      names.add("previous");
    }
    if (candidates(now).contains(version)) {
      names.add(CANDIDATE);
    }
    if (history(SHADOW).at(now.toEpochMilli()).filter(version::equals).isPresent()) {
      names.add(SHADOW);
    }
    return names;
  }

  /** The history of the shadow, to be asked with {@link AliasHistory#since}. */
  public AliasHistory shadow() {
    return history(SHADOW);
  }

  RegistrySnapshot with(ModelVersion version, Instant at) {
    SortedMap<String, ModelVersion> more = new TreeMap<>(versions);
    more.put(version.getVersion(), version);
    Map<String, Instant> times = new TreeMap<>(publishedAt);
    times.put(version.getVersion(), at);
    return new RegistrySnapshot(more, times, aliases);
  }

  RegistrySnapshot without(String version) {
    SortedMap<String, ModelVersion> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    Map<String, Instant> times = new TreeMap<>(publishedAt);
    times.remove(version);
    return new RegistrySnapshot(fewer, times, aliases);
  }

  RegistrySnapshot with(AliasChange change) {
    Map<String, AliasHistory> more = new TreeMap<>(aliases);
    more.merge(
        change.getAlias(),
        AliasHistory.EMPTY.with(change),
        (history, ignored) -> history.with(change));
    return new RegistrySnapshot(versions, publishedAt, more);
  }
}
