package org.inkstream.trainer.bundling;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.fit.Training;
import org.inkstream.trainer.network.Architecture;

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
   * Trains a network of images whose classes have no names but their numbers, and makes its bundle.
   *
   * @param published the published training images
   * @param test the published test images
   * @throws UnsuitableDataException as {@link #train(TrainingPlan, DataSet)}
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(TrainingPlan plan, ImageSet published, ImageSet test) {
    List<String> numbers =
        IntStream.range(0, published.classes()).mapToObj(Integer::toString).toList();
    return train(plan, new DataSet(numbers, published, Optional.of(test)));
  }

  /**
   * Trains a network and makes its bundle, which has the names of the classes.
   *
   * @throws UnsuitableDataException if the images are too few, too small, of one class only, or the
   *     test images unlike the others
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(TrainingPlan plan, DataSet data) {
    Instant start = clock.instant();
    ImageSet published = data.train();
    data.test().ifPresent(test -> check(published, test));
    Architecture architecture;
    ImageEncoder encoder;
    Split split;
    double[] weights;
    try {
      architecture =
          new Architecture(
              plan.family(), published.width(), published.height(), data.labels().size());
      encoder =
          new ImageEncoder(
              new Preprocessing(
                  published.width(), published.height(), Preprocessing.Fit.MNIST, 1 / 255.0, 0));
      split = plan.split(data);
      weights = plan.classWeights().of(split.train(), data.labels());
    } catch (IllegalArgumentException e) {
      throw new UnsuitableDataException(e);
    }
    Fitted fitted =
        new Training(
                architecture,
                plan.settings(),
                plan.seed(),
                encoder,
                progress,
                stopped,
                System::nanoTime)
            .fit(split.train(), split.validation(), weights);
    Runnable checkpoint = this::ifNotStopped;
    return new Assembly(plan, architecture, encoder, data.labels(), split, checkpoint)
        .assemble(fitted, start, clock);
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
