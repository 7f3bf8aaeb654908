package org.inkstream.trainer.bundling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.drift.Observation;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.Temperature;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.fit.Training;
import org.inkstream.trainer.network.Architecture;

/** Makes bundles from data sets. For one thread. */
public final class Trainer {

  private static final int SCORED_AT_ONCE = 256;
  private static final DateTimeFormatter VERSION_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

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
   * Trains a network and makes its bundle.
   *
   * @param published the published training images
   * @param test the published test images
   * @throws IllegalArgumentException if the images cannot be learnt from: too few, too small, of
   *     one class only, or test images unlike the others; one line for people
   * @throws org.inkstream.trainer.fit.DivergedException if the loss is no longer a number
   * @throws CancellationException if stopped
   */
  public Trained train(TrainingPlan plan, ImageSet published, ImageSet test) {
    check(published, test);
    Instant start = clock.instant();
    Architecture architecture =
        new Architecture(plan.family(), published.width(), published.height(), published.classes());
    Preprocessing preprocessing =
        new Preprocessing(
            published.width(), published.height(), Preprocessing.Fit.MNIST, 1 / 255.0, 0);
    ImageEncoder encoder = new ImageEncoder(preprocessing);
    Split split = plan.split(published, test);
    Fitted fitted =
        new Training(
                architecture,
                plan.settings(),
                plan.seed(),
                encoder,
                progress,
                stopped,
                System::nanoTime)
            .fit(split.train(), split.validation());
    ifNotStopped();
    return bundle(plan, architecture, encoder, split, fitted, start);
  }

  private Trained bundle(
      TrainingPlan plan,
      Architecture architecture,
      ImageEncoder encoder,
      Split split,
      Fitted fitted,
      Instant start) {
    List<String> labels =
        IntStream.range(0, architecture.classes()).mapToObj(Integer::toString).toList();
    byte[] file = fitted.network();
    try (Network fast = Networks.load(file, architecture.width(), architecture.height());
        Network slow = Networks.loadLayered(file, architecture.width(), architecture.height())) {
      Predictions raw = score(fast, encoder, split.validation());
      Temperature temperature = Temperature.fit(raw);
      Predictions validation = temperature.apply(raw);
      ifNotStopped();
      ReferenceProfile profile = profile(labels, split.profile(), encoder, fast, temperature);
      ImageSet golden = split.test().select(GoldenRows.choose(split.test()));
      Predictions expected = temperature.apply(score(slow, encoder, golden));
      ifNotStopped();
      Instant end = clock.instant();
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("validationAccuracy", Metrics.accuracy(validation));
      metrics.put("validationCrossEntropy", Metrics.crossEntropy(validation));
      metrics.put("bestEpoch", (double) fitted.epoch());
      metrics.put("seconds", start.until(end, ChronoUnit.MILLIS) / 1e3);
      Manifest draft =
          new Manifest(
              Manifest.FORMAT,
              "%s-%s-%s"
                  .formatted(
                      VERSION_TIME.format(end),
                      plan.family(),
                      fitted.weightsDigest().substring(0, 8)),
              plan.family().toString(),
              end.truncatedTo(ChronoUnit.MILLIS).toString(),
              encoder.preprocessing(),
              labels,
              fast.parameters(),
              plan.seed(),
              split.train().digest(),
              plan.asMap(split),
              Libraries.versions(),
              metrics,
              temperature.value(),
              GoldenRows.floor(expected),
              Map.of());
      Bundle bundle = new Bundle(draft, file, profile, GoldenRows.of(golden, expected));
      Evaluation evaluation = evaluate(bundle, split.test());
      ifNotStopped();
      metrics.putAll(evaluation.metrics());
      Bundle measured = new Bundle(withMetrics(draft, metrics), file, profile, bundle.golden());
      return new Trained(measured, evaluation, fitted);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Through the gate and the scorer behind it, as production does. */
  private static Evaluation evaluate(Bundle bundle, ImageSet test) {
    try (LoadedModel model = Gate.load(BundleFile.bytes(bundle), SCORED_AT_ONCE);
        Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      return Evaluation.of(Scoring.score(scorer, model.encoder(), test));
    } catch (RefusedException e) {
      throw new IllegalStateException(
          "the gate refuses what was just trained (" + e.reason() + "): " + e.getMessage(), e);
    }
  }

  private static ReferenceProfile profile(
      List<String> labels,
      ImageSet images,
      ImageEncoder encoder,
      Network network,
      Temperature temperature) {
    Predictions predictions = temperature.apply(score(network, encoder, images));
    ProfileBuilder profile = new ProfileBuilder(labels);
    float[] input = new float[encoder.preprocessing().inputSize()];
    float[] output = new float[predictions.classes()];
    for (int i = 0; i < images.count(); i++) {
      encoder.encode(images.image(i), images.width(), images.height(), input, 0);
      System.arraycopy(predictions.probabilities(), i * output.length, output, 0, output.length);
      profile.add(
          Observation.ofRow(
              input,
              input.length,
              output,
              output.length,
              0,
              scaleOfInk(encoder.preprocessing()),
              encoder.preprocessing().offset()));
    }
    return profile.build();
  }

  /** Ink is 0 to 1 where a pixel is 0 to 255. */
  private static double scaleOfInk(Preprocessing preprocessing) {
    return preprocessing.scale() * 255;
  }

  private static Predictions score(Network network, ImageEncoder encoder, ImageSet images) {
    try (Scorer scorer = network.newScorer(SCORED_AT_ONCE)) {
      return Scoring.score(scorer, encoder, images);
    }
  }

  private static Manifest withMetrics(Manifest manifest, Map<String, Double> metrics) {
    return new Manifest(
        manifest.format(),
        manifest.version(),
        manifest.family(),
        manifest.createdAt(),
        manifest.preprocessing(),
        manifest.labels(),
        manifest.parameters(),
        manifest.seed(),
        manifest.dataDigest(),
        manifest.hyperparameters(),
        manifest.libraries(),
        metrics,
        manifest.temperature(),
        manifest.goldenFloor(),
        manifest.parts());
  }

  private static void check(ImageSet published, ImageSet test) {
    if (published.width() != test.width() || published.height() != test.height()) {
      throw new IllegalArgumentException(
          "the training images have %d x %d pixels, the test images %d x %d"
              .formatted(published.width(), published.height(), test.width(), test.height()));
    }
    if (test.classes() > published.classes()) {
      throw new IllegalArgumentException(
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
