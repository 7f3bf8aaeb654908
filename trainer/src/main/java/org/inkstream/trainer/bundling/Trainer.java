package org.inkstream.trainer.bundling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Temperature;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Fitting;
import org.inkstream.trainer.fit.Progress;

/** Makes bundles from data sets. For one thread. */
public final class Trainer {

  private final InstantSource clock;
  private final Progress progress;
  private final BooleanSupplier stopped;

  /**
   * @param clock for the version and for how long it took
   * @param progress is told how the training goes
   * @param stopped once true, the training ends soon and without a result
   */
  public Trainer(InstantSource clock, Progress progress, BooleanSupplier stopped) {
    this.clock = clock;
    this.progress = progress;
    this.stopped = stopped;
  }

  /**
   * Trains a model of images whose classes have no names but their numbers, and makes its bundle.
   *
   * @param published the published training images
   * @param test the published test images
   * @throws UnsuitableDataException as {@link #train(TrainingPlan, Optional, DataSet)}
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(TrainingPlan plan, ImageSet published, ImageSet test) {
    List<String> numbers =
        IntStream.range(0, published.classes()).mapToObj(Integer::toString).toList();
    return train(plan, Optional.empty(), new DataSet(numbers, published, Optional.of(test)));
  }

  /**
   * Trains a model and makes its bundle, which has the names of the classes.
   *
   * @param before the bundle whose model learning goes on from, with its labels and preprocessing,
   *     if there is one; the data need not have all of its labels
   * @throws UnsuitableDataException if the images are too few, too small, of one class only, or the
   *     test images unlike the others, or if sizes or labels are not those of the bundle before
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(TrainingPlan plan, Optional<Bundle> before, DataSet data) {
    return train(plan, before, data, Optional.empty());
  }

  /**
   * Makes the bundle of a model that was trained elsewhere, of images that it has not learnt from.
   *
   * @param plan its recipe hands out the model
   * @param heldOut without a test part
   * @param learnt images that the preprocessing is taken from, those the model has learnt from;
   *     empty if the preprocessing is the same for all
   * @throws UnsuitableDataException as {@link #train(TrainingPlan, Optional, DataSet)}
   * @throws CancellationException if stopped
   */
  public Trained adopt(TrainingPlan plan, DataSet heldOut, Optional<ImageSet> learnt) {
    return train(plan, Optional.empty(), heldOut, learnt);
  }

  /**
   * Fits a model and measures it on the images for validation, and makes no bundle: enough to
   * compare settings by. The test images are not asked.
   *
   * @throws UnsuitableDataException as {@link #train(TrainingPlan, Optional, DataSet)}
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Rehearsal rehearse(TrainingPlan plan, DataSet data) {
    Instant start = clock.instant();
    Prepared prepared = prepare(plan, Optional.empty(), data, Optional.empty());
    Fitted fitted = plan.recipe().fit(prepared.task());
    ifNotStopped();
    Predictions raw = Assembly.validation(fitted.network(), prepared.task());
    return new Rehearsal(
        Metrics.accuracy(raw),
        Metrics.crossEntropy(Temperature.fit(raw).apply(raw)),
        Duration.between(start, clock.instant()).toMillis() / 1e3);
  }

  private Trained train(
      TrainingPlan plan, Optional<Bundle> before, DataSet data, Optional<ImageSet> learnt) {
    Instant start = clock.instant();
    Prepared prepared = prepare(plan, before, data, learnt);
    Fitted fitted = plan.recipe().fit(prepared.task());
    return new Assembly(
            plan,
            before.map(Bundle::manifest),
            prepared.task(),
            prepared.labels(),
            prepared.split(),
            this::ifNotStopped)
        .assemble(fitted, start, clock);
  }

  /** What is fitted, and the parts it is of. */
  private record Prepared(Fitting task, List<String> labels, Split split) {}

  private Prepared prepare(
      TrainingPlan plan, Optional<Bundle> before, DataSet data, Optional<ImageSet> learnt) {
    data.test().ifPresent(test -> check(data.train(), test));
    Optional<Manifest> earlier = before.map(Bundle::manifest);
    earlier.ifPresent(manifest -> check(manifest, data.train()));
    List<String> labels = earlier.map(Manifest::labels).orElse(data.labels());
    Split split;
    ImageEncoder encoder;
    double[] weights;
    try {
      plan.recipe().check(data.train().width(), data.train().height(), labels.size());
      split = plan.split(data.as(labels, "the bundle to go on from"));
      weights = plan.classWeights().of(split.train(), labels);
      encoder =
          new ImageEncoder(
              earlier
                  .map(Manifest::preprocessing)
                  .orElseGet(() -> plan.scaling().of(learnt.orElse(split.train()))));
    } catch (IllegalArgumentException e) {
      throw new UnsuitableDataException(e);
    }
    Fitting task =
        new Fitting(
            split.train(),
            split.validation(),
            encoder,
            labels.size(),
            weights,
            plan.seed(),
            before.map(Bundle::network),
            progress,
            stopped,
            System::nanoTime);
    return new Prepared(task, labels, split);
  }

  private static void check(Manifest before, ImageSet published) {
    Preprocessing field = before.preprocessing();
    if (published.width() != field.width() || published.height() != field.height()) {
      throw new UnsuitableDataException(
          "the images have %d x %d pixels, those of the bundle to go on from %d x %d"
              .formatted(published.width(), published.height(), field.width(), field.height()));
    }
  }

  private static void check(ImageSet published, ImageSet test) {
    if (published.width() != test.width() || published.height() != test.height()) {
      throw new UnsuitableDataException(
          "the training images have %d x %d pixels, the test images %d x %d"
              .formatted(published.width(), published.height(), test.width(), test.height()));
    }
    if (test.classes() > published.classes()) {
      throw new UnsuitableDataException(
          "the test images have label %d, the highest of the training images is %d"
              .formatted(test.classes() - 1, published.classes() - 1));
    }
  }

  private void ifNotStopped() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the training was stopped");
    }
  }
}
