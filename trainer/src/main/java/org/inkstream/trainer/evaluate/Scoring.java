package org.inkstream.trainer.evaluate;

import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Scorer;

/** Asks a network about labelled images. */
public final class Scoring {

  private Scoring() {}

  /**
   * What a scorer says of every image of a set, encoded as events are.
   *
   * @param scorer used by this thread until this returns
   * @param encoder of the same input size as the scorer
   * @param images at least one, with labels below the scorer's classes
   * @throws IllegalArgumentException if there is no image, or a label is too high
   */
  public static Predictions score(Scorer scorer, ImageEncoder encoder, ImageSet images) {
    int classes = scorer.classes();
    int inputSize = scorer.inputSize();
    float[] inputs = new float[scorer.maxBatch() * inputSize];
    float[] outputs = new float[scorer.maxBatch() * classes];
    float[] probabilities = new float[Math.multiplyExact(images.count(), classes)];
    for (int from = 0; from < images.count(); from += scorer.maxBatch()) {
      int rows = Math.min(scorer.maxBatch(), images.count() - from);
      for (int i = 0; i < rows; i++) {
        encoder.encode(
            images.image(from + i), images.width(), images.height(), inputs, i * inputSize);
      }
      scorer.score(inputs, rows, outputs);
      System.arraycopy(outputs, 0, probabilities, from * classes, rows * classes);
    }
    return new Predictions(classes, probabilities, images.labels().clone());
  }
}
