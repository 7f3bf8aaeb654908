package org.inkstream.streams.probation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.drift.CountsWatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the champion in its probation, and has it rolled back when the evidence of harm is
 * enough. Only a version that never was champion before is on probation: who comes back was chosen
 * by somebody, or by a rollback, which must not be rolled back in turn.
 *
 * <p>Errors are held against what the champion before was accepted to err: its error rate on
 * held-out images, by its profile, and two points. It is for the one task that all counts meet at.
 */
public final class Probation implements CountsWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Probation.class);

  private static final double ACCEPTED_REJECTED = 0.01;
  private static final double ACCEPTED_SLOW = 0.05;

  private static final String TRIAL = "watcher|trial";

  private final ProbationSettings settings;
  private final Supplier<AliasHistory> champions;
  private final Function<String, Optional<ReferenceProfile>> profiles;
  private final Rollbacks rollbacks;
  private final KeyValueStore<String, byte[]> state;
  private Optional<AliasChange> tried = Optional.empty();
  private Trial trial;

  private Probation(
      ProbationSettings settings,
      Supplier<AliasHistory> champions,
      Function<String, Optional<ReferenceProfile>> profiles,
      Rollbacks rollbacks,
      KeyValueStore<String, byte[]> state) {
    this.settings = settings;
    this.champions = champions;
    this.profiles = profiles;
    this.rollbacks = rollbacks;
    this.state = state;
  }

  /**
   * Watches as the settings say.
   *
   * @param champions the history as far as it is known
   * @param profiles the reference profile of a version; see {@code DriftWindows}
   */
  public static CountsWatcher.Factory by(
      ProbationSettings settings,
      Supplier<AliasHistory> champions,
      Function<String, Optional<ReferenceProfile>> profiles,
      Rollbacks rollbacks) {
    return settings.enabled()
        ? state -> new Probation(settings, champions, profiles, rollbacks, state)
        : CountsWatcher.NONE;
  }

  @Override
  public void counted(DriftCounts counts) {
    Optional<AliasChange> promotion = promotion(counts);
    if (promotion.isEmpty()) {
      return;
    }
    if (!promotion.equals(tried)) {
      tried = promotion;
      trial = begun(promotion.get());
    }
    long rejected = counts.getRejected();
    trial.hear(Trial.Charge.REJECTION, rejected, counts.getEvents() + rejected);
    trial.hear(Trial.Charge.SLOWNESS, slow(counts.getBatchMillis()), all(counts.getBatchMillis()));
    LabelCounts labels = WindowCounts.labelsOf(counts);
    trial.hear(Trial.Charge.ERROR, labels.errors(), labels.labelled());
    state.put(key(promotion.get()), trial.toBytes());
    trial
        .verdict()
        .ifPresent(
            verdict ->
                rollbacks.rollBack(promotion.get().getVersion(), "automatic rollback: " + verdict));
  }

  /** The change that made these counts' version champion, if it is on probation. */
  private Optional<AliasChange> promotion(DriftCounts counts) {
    List<AliasChange> changes = champions.get().changes();
    int last = changes.size() - 1;
    if (last < 1) {
      return Optional.empty();
    }
    AliasChange change = changes.get(last);
    String version = change.getVersion();
    boolean before =
        changes.subList(0, last).stream().anyMatch(c -> c.getVersion().equals(version));
    boolean over =
        !counts.getWindowStart().isBefore(change.getEffectiveFrom().plus(settings.length()));
    return version.equals(counts.getVersion()) && !before && !over
        ? Optional.of(change)
        : Optional.empty();
  }

  private Trial begun(AliasChange promotion) {
    byte[] known = state.get(key(promotion));
    if (known != null) {
      try {
        return Trial.of(known);
      } catch (RuntimeException e) {
        LOG.warn("event=trial-unreadable error={}", e.toString());
      }
    }
    Map<Trial.Charge, Double> accepted = new EnumMap<>(Trial.Charge.class);
    accepted.put(Trial.Charge.REJECTION, ACCEPTED_REJECTED);
    accepted.put(Trial.Charge.SLOWNESS, ACCEPTED_SLOW);
    profiles
        .apply(champions.get().previous().orElseThrow())
        .ifPresent(
            profile -> accepted.put(Trial.Charge.ERROR, new DriftMonitor(profile).acceptedError()));
    return new Trial(accepted);
  }

  /** There is one trial at a time; its key has the promotion, so that no other goes on with it. */
  private String key(AliasChange promotion) {
    return TRIAL + "|" + promotion.getEffectiveFrom().toEpochMilli() + "|" + promotion.getVersion();
  }

  private long slow(List<Long> batches) {
    return all(batches.subList(Math.min(settings.slowBin(), batches.size()), batches.size()));
  }

  private static long all(List<Long> batches) {
    return batches.stream().mapToLong(Long::longValue).sum();
  }
}
