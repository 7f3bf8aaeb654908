package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.Temperature;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;

class TrainingTest {

  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(28, 28, Preprocessing.Fit.MNIST, 1 / 255.0, 0));
  private static final ImageSet VALIDATION = Mnist.train(5_000, 5_500);

  /** With everything that is random: dropout, augmentation, order. */
  private static final Hyperparameters RANDOM =
      new Hyperparameters(2, 16, 0.002, 0.2, 0.3, 0.9, 0, true, false, 2);

  @Test
  void shouldGiveTheSameWeightsForTheSameSeed() {
    Fitted one = training(Family.CNN, RANDOM, 5).fit(Mnist.train(160), VALIDATION);
    Fitted same = training(Family.CNN, RANDOM, 5).fit(Mnist.train(160), VALIDATION);

    assertThat(same.weightsDigest()).isEqualTo(one.weightsDigest());
    assertThat(same.epoch()).isEqualTo(one.epoch());
  }

  @Test
  void shouldGiveOtherWeightsForAnotherSeed() {
    Fitted one = training(Family.MLP, RANDOM, 5).fit(Mnist.train(160), VALIDATION);
    Fitted other = training(Family.MLP, RANDOM, 6).fit(Mnist.train(160), VALIDATION);

    assertThat(other.weightsDigest()).isNotEqualTo(one.weightsDigest());
  }

  @Test
  void shouldLearnToReadDigits() {
    Hyperparameters settings = new Hyperparameters(2, 32, 0.003, 0.2, 0, 0.98, 0, false, false, 2);

    Fitted fitted = training(Family.CNN, settings, 1).fit(Mnist.train(1_500), VALIDATION);

    assertThat(fitted.epochs().get(fitted.epoch() - 1).validationAccuracy()).isGreaterThan(0.85);
  }

  @Test
  void shouldKeepTheBestEpochAndStopWhenItGetsWorse() throws IOException {
    // Few images are soon learnt by heart, after which nothing gets better.
    Hyperparameters byHeart = new Hyperparameters(60, 20, 0.02, 0.1, 0, 0, 0, false, false, 3);

    Fitted fitted = training(Family.MLP, byHeart, 1).fit(Mnist.train(200), VALIDATION);

    List<Double> losses =
        fitted.epochs().stream().map(EpochReport::validationCrossEntropy).toList();
    double lowest = losses.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertThat(losses).hasSize(fitted.epoch() + 3).hasSizeLessThan(60);
    assertThat(losses.get(fitted.epoch() - 1)).isEqualTo(lowest);
    Predictions kept = predictions(fitted, VALIDATION);
    assertThat(Metrics.crossEntropy(Temperature.fit(kept).apply(kept)))
        .isCloseTo(lowest, within(1e-9))
        .isLessThan(Metrics.crossEntropy(kept));
  }

  @Test
  void shouldTellItsProgress() {
    List<StepReport> steps = new ArrayList<>();
    List<EpochReport> epochs = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void step(StepReport report) {
            steps.add(report);
          }

          @Override
          public void epoch(EpochReport report) {
            epochs.add(report);
          }
        };
    long[] now = {0};
    Hyperparameters settings = new Hyperparameters(2, 50, 0.01, 0.2, 0, 0, 0, false, false, 2);

    // The clock is read once at the start of an epoch, and twice a step: a nanosecond each.
    new Training(
            new Architecture(Family.SOFTMAX, 28, 28, 10),
            settings,
            1,
            ENCODER,
            progress,
            () -> false,
            () -> now[0] += 500_000_000)
        .fit(Mnist.train(100), VALIDATION);

    assertThat(steps).extracting(StepReport::epoch).containsExactly(1, 1, 2, 2);
    assertThat(steps).extracting(StepReport::done).containsExactly(0.5, 1.0, 0.5, 1.0);
    assertThat(steps).extracting(StepReport::epochs).containsOnly(2);
    assertThat(epochs).extracting(EpochReport::epoch).containsExactly(1, 2);
    // Half a second after the start for half an epoch: three halves are left.
    assertThat(steps.get(0).secondsLeft()).isCloseTo(1.5, within(1e-9));
    assertThat(steps.get(0).imagesPerSecond()).isCloseTo(50, within(1e-9));
    assertThat(epochs.get(1).secondsLeft()).isZero();
  }

  @Test
  void shouldEndWithoutAResultWhenStopped() {
    int[] asked = {0};
    Training training =
        new Training(
            new Architecture(Family.SOFTMAX, 28, 28, 10),
            RANDOM,
            1,
            ENCODER,
            Progress.NONE,
            () -> ++asked[0] > 3,
            System::nanoTime);

    assertThatThrownBy(() -> training.fit(Mnist.train(160), VALIDATION))
        .isInstanceOf(CancellationException.class);
    assertThat(asked[0]).isEqualTo(4);
  }

  @Test
  void shouldLearnTheSharesThatClassWeightsGive() throws IOException {
    // Of each image only the shares of its classes can be learnt: 3 to 1 and 1 to 3. One
    // temperature cannot mend two shares.
    ImageSet train = twoImages(75, 25, 100);
    Hyperparameters settings = new Hyperparameters(60, 50, 0.05, 0.2, 0, 0, 0, false, false, 60);
    double[][] cases = {{}, {2 / 3.0, 2}, {1.2, 0.4}};
    // w0 x 3 / (w0 x 3 + w1), w0 / (w0 + w1 x 3)
    double[][] expected = {{0.75, 0.25}, {0.5, 0.1}, {0.9, 0.5}};
    for (int i = 0; i < cases.length; i++) {
      // Of these shares, so that the epoch that has learnt them best is chosen.
      ImageSet validation =
          twoImages(
              (int) Math.round(20 * expected[i][0]), (int) Math.round(20 * expected[i][1]), 20);
      Fitted fitted =
          new Training(
                  new Architecture(Family.SOFTMAX, 28, 28, 2),
                  settings,
                  1,
                  ENCODER,
                  Progress.NONE,
                  () -> false,
                  System::nanoTime)
              .fit(train, validation, cases[i]);

      Predictions raw = predictions(fitted, validation);
      Predictions served = Temperature.fit(raw).apply(raw);
      assertThat(served.probability(0, 0)).as("case %d", i).isCloseTo(expected[i][0], within(0.03));
      assertThat(served.probability(20, 0))
          .as("case %d", i)
          .isCloseTo(expected[i][1], within(0.03));
    }
  }

  /** So many of a black image and then as many of a white one, some of each of class 0. */
  private static ImageSet twoImages(int black, int white, int each) {
    byte[] pixels = new byte[2 * each * 784];
    Arrays.fill(pixels, each * 784, pixels.length, (byte) 255);
    int[] labels = new int[2 * each];
    Arrays.fill(labels, black, each, 1);
    Arrays.fill(labels, each + white, 2 * each, 1);
    return new ImageSet(28, 28, pixels, labels);
  }

  @Test
  void shouldSayWhenItDiverges() {
    Hyperparameters wild = new Hyperparameters(2, 20, 1e38, 0.2, 0, 0, 0, false, false, 2);

    assertThatThrownBy(() -> training(Family.MLP, wild, 1).fit(Mnist.train(200), VALIDATION))
        .isInstanceOf(DivergedException.class)
        .hasMessage("the training diverged in epoch 1; try a lower learning rate than 1.0E38");
  }

  private static Training training(Family family, Hyperparameters settings, long seed) {
    return new Training(
        new Architecture(family, 28, 28, 10),
        settings,
        seed,
        ENCODER,
        Progress.NONE,
        () -> false,
        System::nanoTime);
  }

  private static Predictions predictions(Fitted fitted, ImageSet images) throws IOException {
    try (Network network = Networks.load(fitted.network(), 28, 28);
        Scorer scorer = network.newScorer(100)) {
      return Scoring.score(scorer, ENCODER, images);
    }
  }
}
