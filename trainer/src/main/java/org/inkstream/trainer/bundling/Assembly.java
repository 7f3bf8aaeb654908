package org.inkstream.trainer.bundling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.CalibratedScorer;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.Temperature;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Fitting;

/**
 * Makes a bundle of a fitted model: calibrated on the validation part, its profile from the profile
 * part, golden rows and measures from the test part.
 *
 * @param labels names of the classes
 * @param before the version that learning went on from, if there is one
 * @param checkpoint called between the steps; may throw to end it
 */
record Assembly(
    TrainingPlan plan,
    Optional<Manifest> before,
    Fitting task,
    List<String> labels,
    Split split,
    Runnable checkpoint) {

  private static final int SCORED_AT_ONCE = 256;

  /**
   * The bundle, which has passed the gate.
   *
   * @param start when the training began
   */
  Trained assemble(Fitted fitted, Instant start, InstantSource clock) {
    checkpoint.run();
    byte[] file = fitted.network();
    int width = split.train().width();
    int height = split.train().height();
    try (Network fast = Networks.load(file, width, height);
        Network slow = Networks.loadLayered(file, width, height)) {
      Predictions raw = score(fast, task, task.validation());
      Temperature temperature = Temperature.fit(raw);
      checkpoint.run();
      ReferenceProfile profile = profile(fast, temperature);
      ImageSet golden = split.test().select(GoldenRows.choose(split.test()));
      Predictions expected = temperature.apply(score(slow, task, golden));
      checkpoint.run();

      Instant end = clock.instant();
      Map<String, Double> metrics = new LinkedHashMap<>();
      if (fitted.epoch() > 0) {
        metrics.put("bestEpoch", (double) fitted.epoch());
      }
      metrics.put("seconds", Duration.between(start, end).toMillis() / 1e3);
      metrics.put("validationAccuracy", Metrics.accuracy(raw));
      metrics.put("validationCrossEntropy", Metrics.crossEntropy(temperature.apply(raw)));
      Manifest draft =
          new Manifest(
              Manifest.FORMAT,
              Versions.id(end, plan.recipe().family(), fitted.weightsDigest()),
              plan.recipe().family(),
              end.truncatedTo(ChronoUnit.MILLIS).toString(),
              task.encoder().preprocessing(),
              labels,
              fast.parameters(),
              plan.seed(),
              split.train().digest(),
              settings(),
              Libraries.versions(),
              metrics,
              temperature.value(),
              GoldenRows.floor(expected),
              Map.of());
      Bundle bundle = new Bundle(draft, file, profile, GoldenRows.of(golden, expected));
      Measures test = measure(bundle);
      checkpoint.run();
      metrics.putAll(test.evaluation().metrics());
      Manifest manifest = draft.withMetrics(metrics);
      return new Trained(
          new Bundle(
              manifest,
              file,
              profile,
              bundle.golden(),
              Optional.of(CardWriter.of(manifest, profile, Optional.of(test)))),
          test.evaluation(),
          fitted);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(plan.asMap(split));
    before.ifPresent(
        manifest -> {
          settings.put("updates", manifest.version());
          settings.put(
              "preprocess", manifest.hyperparameters().getOrDefault("preprocess", "unknown"));
        });
    return settings;
  }

  /** Through the gate and the scorer behind it, as production does. */
  private Measures measure(Bundle bundle) {
    try (LoadedModel model = Gated.load(bundle, SCORED_AT_ONCE);
        Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      return Measures.of(model, scorer, split.test());
    }
  }

  /** From the profile part, in bases of training images: it must not know the images it is of. */
  private ReferenceProfile profile(Network network, Temperature temperature) {
    try (Scorer scorer =
        CalibratedScorer.of(network.newScorer(SCORED_AT_ONCE), temperature.value())) {
      FeatureMap map = Profiles.map(scorer, task.encoder(), split.train(), plan.seed());
      return Profiles.profile(
          scorer, task.encoder(), split.profile(), map, labels, plan.coverage());
    }
  }

  /** What a model answers on the images for validation, before calibration. */
  static Predictions validation(byte[] file, Fitting task) {
    ImageSet images = task.validation();
    try (Network network = Networks.load(file, images.width(), images.height())) {
      return score(network, task, images);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static Predictions score(Network network, Fitting task, ImageSet images) {
    try (Scorer scorer = network.newScorer(SCORED_AT_ONCE)) {
      return Scoring.score(scorer, task.encoder(), images);
    }
  }
}
