package org.inkstream.streams.models;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GateSettings;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.PeerAnswers;

/**
 * What this instance's gate asks of a version: whose signature, that it fits beside what is loaded,
 * and how far it agrees with the champion.
 */
record GateTerms(ModelSettings settings, ModelPool pool, Champions champions, InstantSource clock) {

  /** The terms for one version. */
  GateSettings of(String version) {
    return new GateSettings(
        settings.trusted(),
        Optional.of(version),
        bytes -> pool.missing(version, bytes),
        rows -> championsAnswers(version, rows));
  }

  /** For comparison only, so a champion that is not loaded now is not waited for. */
  private Optional<PeerAnswers> championsAnswers(String newVersion, List<GoldenRow> rows) {
    Optional<ModelPool.Lease> lease =
        champions
            .history()
            .at(clock.millis())
            .filter(champion -> !champion.equals(newVersion))
            .flatMap(champion -> pool.leaseIfLoaded(champion, Gate.PEER_BATCH));
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (ModelPool.Lease champion = lease.get()) {
      return Optional.of(Gate.answers(champion.model(), champion.scorer(), rows));
    }
  }
}
