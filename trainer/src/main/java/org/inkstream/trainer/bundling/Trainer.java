package org.inkstream.trainer.bundling;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.split.Split;
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
   * Trains a model and makes its bundle.
   *
   * @param before the bundle whose model learning goes on from, with its preprocessing, if there is
   *     one
   * @param published the published training images
   * @param test the published test images
   * @throws UnsuitableDataException if the images are too few, too small, of one class only, or the
   *     test images unlike the others
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(
      TrainingPlan plan, Optional<Bundle> before, ImageSet published, ImageSet test) {
    Instant start = clock.instant();
    check(published, test);
    before.ifPresent(bundle -> check(bundle.manifest(), published));
    int classes =
        before.map(bundle -> bundle.manifest().labels().size()).orElse(published.classes());
    Split split;
    try {
      plan.recipe().check(published.width(), published.height(), classes);
      split = plan.split(published, test);
    } catch (IllegalArgumentException e) {
      throw new UnsuitableDataException(e);
    }
    ImageEncoder encoder =
        new ImageEncoder(
            before
                .map(bundle -> bundle.manifest().preprocessing())
                .orElseGet(() -> plan.scaling().of(split.train())));
    Fitting task =
        new Fitting(
            split.train(),
            split.validation(),
            encoder,
            classes,
            plan.seed(),
            before.map(Bundle::network),
            progress,
            stopped,
            System::nanoTime);
    Fitted fitted = plan.recipe().fit(task);
    return new Assembly(plan, before.map(Bundle::manifest), task, split, this::ifNotStopped)
        .assemble(fitted, start, clock);
  }

  /**
   * Trains a model from nothing and makes its bundle.
   *
   * @see #train(TrainingPlan, Optional, ImageSet, ImageSet)
   */
  public Trained train(TrainingPlan plan, ImageSet published, ImageSet test) {
    return train(plan, Optional.empty(), published, test);
  }

  private static void check(Manifest before, ImageSet published) {
    Preprocessing field = before.preprocessing();
    if (published.width() != field.width() || published.height() != field.height()) {
      throw new UnsuitableDataException(
          "the images have %d x %d pixels, those of the bundle to go on from %d x %d"
              .formatted(published.width(), published.height(), field.width(), field.height()));
    }
    if (published.classes() > before.labels().size()) {
      throw new UnsuitableDataException(
          "the images have label %d, the bundle to go on from knows %d classes"
              .formatted(published.classes() - 1, before.labels().size()));
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
