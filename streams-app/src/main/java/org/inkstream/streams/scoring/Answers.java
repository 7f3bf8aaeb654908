package org.inkstream.streams.scoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEvent;

/** Words a network's probabilities as classifications. Owned by one thread. */
final class Answers {

  private final String version;
  private final List<String> labels;
  private final Optional<PredictionSets> predictionSets;
  private final Optional<OutlierTest> outlierTest;

  Answers(
      String version,
      List<String> labels,
      Optional<PredictionSets> predictionSets,
      Optional<OutlierTest> outlierTest) {
    this.version = version;
    this.labels = labels;
    this.predictionSets = predictionSets;
    this.outlierTest = outlierTest;
  }

  /**
   * The classification of one row of probabilities.
   *
   * @param pValue of the image by the outlier test; not looked at if there is none
   */
  Classification of(
      PendingImage image,
      ImageEvent event,
      float[] probabilities,
      int row,
      double pValue,
      Instant scoredAt) {
    int classes = labels.size();
    int first = row * classes;
    int best = 0;
    double entropy = 0;
    List<Float> all = new ArrayList<>(classes);
    for (int i = 0; i < classes; i++) {
      float p = probabilities[first + i];
      all.add(p);
      best = p > probabilities[first + best] ? i : best;
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    int answer = best;
    return new Classification(
        event.getId(),
        best,
        labels.get(best),
        all,
        probabilities[first + best],
        (float) entropy,
        predictionSets
            .map(sets -> sets.of(probabilities, first, classes, answer))
            .orElse(List.of()),
        outlierTest.isPresent() ? pValue : null,
        outlierTest.filter(test -> test.flags(pValue)).isPresent(),
        version,
        event.getCapturedAt(),
        scoredAt,
        image.partition(),
        image.offset());
  }
}
