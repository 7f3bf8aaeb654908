package org.inkstream.streams.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.fleet.Fleet;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.schemas.SwapReceipt;

/**
 * All that is known of one published version.
 *
 * @param manifest what was published
 * @param publishedAt when
 * @param aliases what names it now or will, in words
 * @param history every change that named it, in the order of its time
 * @param fleet the instances that are alive
 * @param statuses what each instance last said of it, dead ones included
 * @param swaps what each instance said of its last swap to it, dead ones included
 */
public record VersionView(
    ModelVersion manifest,
    Instant publishedAt,
    List<String> aliases,
    List<AliasChange> history,
    Fleet fleet,
    Map<String, ModelStatus> statuses,
    Map<String, ModelStatus> swaps) {

  /** Copies. */
  public VersionView {
    aliases = List.copyOf(aliases);
    history = List.copyOf(history);
    statuses = new TreeMap<>(statuses);
    swaps = new TreeMap<>(swaps);
  }

  /** Its name. */
  public String version() {
    return manifest.getVersion();
  }

  /** What the trainer measured. */
  public Optional<Double> accuracy() {
    return Optional.ofNullable(manifest.getMetrics().get("accuracy"));
  }

  /** Ids of the keys that the bundle claims to be signed with; each instance checks for itself. */
  public List<String> signedBy() {
    return manifest.getSignedBy();
  }

  /** The newest status of a swap to this version; empty if there was none. */
  public Optional<ModelStatus> lastSwap() {
    return swaps.values().stream().max(Comparator.comparing(ModelStatus::getAt));
  }

  /** The receipt of {@link #lastSwap}. */
  public Optional<SwapReceipt> lastReceipt() {
    return lastSwap().map(ModelStatus::getReceipt);
  }
}
