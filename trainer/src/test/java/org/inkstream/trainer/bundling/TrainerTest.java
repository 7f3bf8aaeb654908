package org.inkstream.trainer.bundling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.NetworkRecipe;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00.5Z"));
  private static final Hyperparameters SHORT =
      new Hyperparameters(2, 32, 0.003, 0.2, 0.1, 0.9, 0, false, false, 2);
  private static final TrainingPlan PLAN =
      new TrainingPlan(
          new NetworkRecipe(Family.CNN, SHORT), Scaling.SCALE, SplitRule.OFFICIAL, 640, 3);
  private static final ImageSet PUBLISHED = Mnist.train(1_200);
  private static final ImageSet TEST = Mnist.test(300);
  private static final Trained TRAINED = train(PLAN);

  @Test
  void shouldPassTheGateAndMeasureWhatProductionComputes() throws RefusedException {
    try (LoadedModel model = Gate.load(BundleFile.bytes(TRAINED.bundle()), 64);
        Scorer scorer = model.newScorer(64)) {
      Evaluation found = Evaluation.of(Scoring.score(scorer, model.encoder(), TEST));

      assertThat(found.metrics()).isEqualTo(TRAINED.test().metrics());
      assertThat(model.manifest().metrics()).containsAllEntriesOf(found.metrics());
      assertThat(found.accuracy()).isGreaterThan(0.6);
    }
  }

  @Test
  void shouldExpectOfGoldenRowsWhatTheSlowPathSays() throws IOException {
    Bundle bundle = TRAINED.bundle();
    ImageEncoder encoder = new ImageEncoder(bundle.manifest().preprocessing());
    double power = 1 / bundle.manifest().temperature();

    assertThat(bundle.golden()).hasSize(32);
    try (Network slow = Networks.loadLayered(bundle.network(), 28, 28);
        Scorer scorer = slow.newScorer(1)) {
      for (GoldenRow row : bundle.golden()) {
        float[] input = new float[784];
        float[] raw = new float[10];
        encoder.encode(row.pixels(), 28, 28, input, 0);
        scorer.score(input, 1, raw);
        double sum = 0;
        for (float p : raw) {
          sum += Math.pow(p, power);
        }
        for (int c = 0; c < 10; c++) {
          assertThat(row.probabilities()[c])
              .isCloseTo((float) (Math.pow(raw[c], power) / sum), within(1e-5f));
        }
      }
    }
  }

  @Test
  void shouldSayHowItWasMade() {
    Manifest manifest = TRAINED.bundle().manifest();

    assertThat(manifest.version())
        .isEqualTo("20261123T120000Z-cnn-" + TRAINED.fitted().weightsDigest().substring(0, 8));
    assertThat(manifest.createdAt()).isEqualTo("2026-11-23T12:00:00.500Z");
    assertThat(manifest.family()).isEqualTo("cnn");
    assertThat(manifest.seed()).isEqualTo(3);
    assertThat(manifest.parameters()).isEqualTo(431_080);
    assertThat(manifest.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(manifest.dataDigest()).isEqualTo(manifest.hyperparameters().get("digest.train"));
    assertThat(manifest.hyperparameters())
        .containsEntry("trainImages", "640")
        .containsEntry("validationImages", "100")
        .containsEntry("profileImages", "200")
        .containsEntry("split", "official")
        .containsEntry("digest.test", TEST.digest());
    assertThat(manifest.libraries())
        .containsEntry("nd4j-native", "1.0.0-M2.1")
        .containsEntry("deeplearning4j-nn", "1.0.0-M2.1")
        .containsKeys("java", "os", "inkstream");
  }

  @Test
  void shouldTakeTheProfileFromImagesHeldOut() {
    assertThat(TRAINED.bundle().profile().events()).isEqualTo(200);
    assertThat(TRAINED.bundle().profile().classNames())
        .isEqualTo(TRAINED.bundle().manifest().labels());
    // MNIST's mean ink is 0.13, and so about is the median of its images' means.
    assertThat(TRAINED.bundle().profile().median(0)).isCloseTo(0.13, within(0.02));
  }

  @Test
  void shouldMakeTheSameBundleAgain() {
    assertThat(Sha256.of(BundleFile.bytes(train(PLAN).bundle())))
        .isEqualTo(Sha256.of(BundleFile.bytes(TRAINED.bundle())));
  }

  @Test
  void shouldStopWithoutAResult() {
    Trainer stopped = new Trainer(NOON, Progress.NONE, () -> true);

    assertThatThrownBy(() -> stopped.train(PLAN, PUBLISHED, TEST))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void shouldRefuseTestImagesUnlikeTheOthers() {
    ImageSet wide = new ImageSet(56, 28, Mnist.test(2).pixels(), new int[] {1});
    ImageSet eleventh = new ImageSet(28, 28, Mnist.test(1).pixels(), new int[] {10});

    assertThatThrownBy(() -> trainer().train(PLAN, PUBLISHED, wide))
        .hasMessage("the training images have 28 x 28 pixels, the test images 56 x 28");
    assertThatThrownBy(() -> trainer().train(PLAN, PUBLISHED, eleventh))
        .hasMessage("the test images have label 10, the highest of the training images is 9");
  }

  @Test
  void shouldRefuseTooFewImages() {
    int[] labels = IntStream.range(0, 11).map(i -> i % 2).toArray();
    ImageSet few = new ImageSet(28, 28, Mnist.train(11).pixels(), labels);
    ImageSet test = new ImageSet(28, 28, Mnist.test(2).pixels(), new int[] {0, 1});

    assertThatThrownBy(() -> trainer().train(PLAN, few, test))
        .isInstanceOf(UnsuitableDataException.class)
        .hasMessage("11 training images are too few, at least 12 are needed");
  }

  @Test
  void shouldPartAllImagesTogetherWhenShuffled() {
    TrainingPlan shuffled =
        new TrainingPlan(
            new NetworkRecipe(Family.SOFTMAX, SHORT), Scaling.SCALE, SplitRule.SHUFFLED, 640, 3);

    Trained trained = train(shuffled);

    assertThat(trained.test().images()).isEqualTo(300);
    assertThat(trained.bundle().manifest().hyperparameters())
        .containsEntry("split", "shuffled")
        .containsEntry("profileImages", "200")
        .doesNotContainEntry("digest.test", TEST.digest());
  }

  private static Trained train(TrainingPlan plan) {
    return trainer().train(plan, PUBLISHED, TEST);
  }

  private static Trainer trainer() {
    return new Trainer(NOON, Progress.NONE, () -> false);
  }
}
