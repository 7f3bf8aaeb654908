package org.inkstream.trainer.fit;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;

/**
 * What a model is fitted to, and who is told.
 *
 * @param train images to learn from, at least one
 * @param validation images to compare with, at least one, none of them in train
 * @param encoder to the model's input
 * @param classes number of outputs, at least 2
 * @param classWeights how much an image of each class counts when learning, 1 on average over the
 *     images to learn from; empty if all count alike
 * @param seed of every random choice
 * @param before the file of the model that learning goes on from, if there is one
 * @param progress is told how it goes
 * @param stopped asked often; once true, the fitting ends without a result
 * @param nanoTime clock for what progress is told; it changes nothing else
 */
public record Fitting(
    ImageSet train,
    ImageSet validation,
    ImageEncoder encoder,
    int classes,
    double[] classWeights,
    long seed,
    Optional<byte[]> before,
    Progress progress,
    BooleanSupplier stopped,
    LongSupplier nanoTime) {

  /** How much an image of this class counts. */
  public double weight(int label) {
    return classWeights.length == 0 ? 1 : classWeights[label];
  }

  /** Ends the fitting if it was stopped. */
  public void ifNotStopped() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the training was stopped");
    }
  }

  /**
   * Tells that some of equal parts are done.
   *
   * @param what one part is called
   * @param start of the first, by the clock
   */
  public void tell(String what, int done, int all, long start) {
    double each = (nanoTime.getAsLong() - start) / 1e9 / done;
    progress.part(new PartReport(what, done, all, each * (all - done)));
  }
}
