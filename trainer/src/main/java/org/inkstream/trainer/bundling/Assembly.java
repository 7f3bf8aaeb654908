package org.inkstream.trainer.bundling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.inkstream.trainer.network.Architecture;

/**
 * Makes a bundle of a fitted network: calibrated on the validation part, its profile from the
 * profile part, golden rows and measures from the test part.
 *
 * @param checkpoint called between the steps; may throw to end it
 */
record Assembly(
    TrainingPlan plan,
    Architecture architecture,
    ImageEncoder encoder,
    Split split,
    Runnable checkpoint) {

  private static final int SCORED_AT_ONCE = 256;
  private static final DateTimeFormatter VERSION_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The bundle, which has passed the gate.
   *
   * @param start when the training began
   */
  Trained assemble(Fitted fitted, Instant start, InstantSource clock) {
    checkpoint.run();
    byte[] file = fitted.network();
    List<String> labels =
        IntStream.range(0, architecture.classes()).mapToObj(Integer::toString).toList();
    try (Network fast = Networks.load(file, architecture.width(), architecture.height());
        Network slow = Networks.loadLayered(file, architecture.width(), architecture.height())) {
      Predictions raw = score(fast, split.validation());
      Temperature temperature = Temperature.fit(raw);
      checkpoint.run();
      ReferenceProfile profile = profile(labels, temperature.apply(score(fast, split.profile())));
      ImageSet golden = split.test().select(GoldenRows.choose(split.test()));
      Predictions expected = temperature.apply(score(slow, golden));
      checkpoint.run();

      Instant end = clock.instant();
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("bestEpoch", (double) fitted.epoch());
      metrics.put("seconds", Duration.between(start, end).toMillis() / 1e3);
      metrics.put("validationAccuracy", Metrics.accuracy(raw));
      metrics.put("validationCrossEntropy", Metrics.crossEntropy(temperature.apply(raw)));
      Manifest draft =
          new Manifest(
              Manifest.FORMAT,
              version(end, fitted),
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
      Evaluation test = evaluate(bundle);
      checkpoint.run();
      metrics.putAll(test.metrics());
      return new Trained(
          new Bundle(withMetrics(draft, metrics), file, profile, bundle.golden()), test, fitted);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Sorts by time; two of one second differ by their weights. */
  private String version(Instant end, Fitted fitted) {
    return "%s-%s-%s"
        .formatted(VERSION_TIME.format(end), plan.family(), fitted.weightsDigest().substring(0, 8));
  }

  /** Through the gate and the scorer behind it, as production does. */
  private Evaluation evaluate(Bundle bundle) {
    try (LoadedModel model = Gate.load(BundleFile.bytes(bundle), SCORED_AT_ONCE);
        Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      return Evaluation.of(Scoring.score(scorer, model.encoder(), split.test()));
    } catch (RefusedException e) {
      throw new IllegalStateException(
          "the gate refuses what was just trained (" + e.reason() + "): " + e.getMessage(), e);
    }
  }

  private ReferenceProfile profile(List<String> labels, Predictions predictions) {
    ImageSet images = split.profile();
    Preprocessing preprocessing = encoder.preprocessing();
    ProfileBuilder profile = new ProfileBuilder(labels);
    float[] input = new float[preprocessing.inputSize()];
    int classes = predictions.classes();
    float[] output = new float[classes];
    for (int i = 0; i < images.count(); i++) {
      encoder.encode(images.image(i), images.width(), images.height(), input, 0);
      System.arraycopy(predictions.probabilities(), i * classes, output, 0, classes);
      // Ink is 0 to 1 where a pixel is 0 to 255.
      double scale = preprocessing.scale() * 255;
      profile.add(
          Observation.ofRow(
              input, input.length, output, classes, 0, scale, preprocessing.offset()));
    }
    return profile.build();
  }

  private Predictions score(Network network, ImageSet images) {
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
}
