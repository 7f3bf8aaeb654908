package org.inkstream.streams.labels;

import java.util.Optional;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.Losses;

/**
 * What a scored event and its true class amount to.
 *
 * @param predicted the most probable class; the first of several that are equally probable
 * @param loss negative logarithm of the true class's probability, in nats, 0 to {@link
 *     Losses#MOST}; the largest for a class that the network does not have
 * @param brier sum over all classes of (probability − truth)²
 * @param confidence the largest probability
 * @param covered whether its prediction set has the true class, if it has a set; false for a class
 *     that the network does not have
 */
record LabelledEvent(int predicted, double loss, double brier, double confidence, boolean covered) {

  static LabelledEvent of(
      Block events, int entry, int truth, Optional<PredictionSets> predictionSets) {
    int best = 0;
    double confidence = 0;
    double squares = 0;
    for (int label = 0; label < events.classes(); label++) {
      double p = events.probability(entry, label);
      squares += p * p;
      if (p > confidence) {
        best = label;
        confidence = p;
      }
    }
    boolean isKnown = truth >= 0 && truth < events.classes();
    float p = isKnown ? events.probability(entry, truth) : 0;
    // StrictMath: the same bits on every machine. A row of single-precision probabilities can have
    // one that is a hair more than 1.
    double loss = p > 0 ? Math.max(0, -StrictMath.log(p)) : Losses.MOST;
    boolean isRight = truth == best;
    boolean isCovered = isKnown && predictionSets.map(s -> s.contains(p, isRight)).orElse(false);
    return new LabelledEvent(
        best, Math.min(loss, Losses.MOST), squares - 2.0 * p + 1, confidence, isCovered);
  }
}
