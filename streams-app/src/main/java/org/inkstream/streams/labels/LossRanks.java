package org.inkstream.streams.labels;

import java.util.Optional;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.ReferenceProfile;

/** Where a loss stands among the losses of a version's reference. Safe for use by many threads. */
public interface LossRanks {

  /** Number of bins, 1 or more; always the same. */
  int bins();

  /**
   * The bin of a loss, from 0.
   *
   * @param loss negative logarithm of the true class's probability in nats, 0 to 64
   * @param hash of the event's id, to order equal losses by
   */
  int bin(double loss, long hash);

  /** The prediction sets of the version's answers; empty if they have none. */
  Optional<PredictionSets> predictionSets();

  /** The ranks in a reference profile. */
  static LossRanks of(ReferenceProfile profile) {
    return new LossRanks() {
      @Override
      public int bins() {
        return profile.lossBins();
      }

      @Override
      public int bin(double loss, long hash) {
        return profile.lossBin(loss, hash);
      }

      @Override
      public Optional<PredictionSets> predictionSets() {
        return profile.predictionSets();
      }
    };
  }
}
