package org.inkstream.trainer.bundling;

import java.util.Optional;
import java.util.OptionalDouble;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.profiling.Outliers;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.SetMeasures;

/**
 * All that is measured of a version on labelled images.
 *
 * @param evaluation of its answers
 * @param sets of its prediction sets; empty if it has none
 * @param outliers share of the images that are flagged, 0 to 1; empty if it has no outlier test
 */
public record Measures(Evaluation evaluation, Optional<SetMeasures> sets, OptionalDouble outliers) {

  /**
   * Measures a model as production runs it.
   *
   * @param scorer of the model, used by this thread until this returns
   * @param images at least one, with labels below the model's classes
   */
  public static Measures of(LoadedModel model, Scorer scorer, ImageSet images) {
    Predictions predictions = Scoring.score(scorer, model.encoder(), images);
    return new Measures(
        Evaluation.of(predictions),
        model.profile().predictionSets().map(sets -> SetMeasures.of(predictions, sets)),
        Outliers.share(model.profile(), model.encoder(), images));
  }
}
