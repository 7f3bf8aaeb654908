package org.inkstream.trainer.bundling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every family from real images to a bundle that the gate passes. */
class FamiliesTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
  private static final ImageSet PUBLISHED = Mnist.train(1_200);
  private static final ImageSet TEST = Mnist.test(300);
  private static final Trained USUAL = train(ModelFamily.TREE, Scaling.SCALE, Map.of());

  @ParameterizedTest
  @CsvSource({
    // Chance is right one time in ten.
    "TREE, leaf=2, 0.55, 0",
    "FOREST, trees=30, 0.77, 0",
    "SVM, landmarks=200, 0.84, 0",
    "SOFTMAX, epochs=5 averaging=0.0 augment=false, 0.6, 1",
    "MLP, epochs=5 averaging=0.0 augment=false hidden=64, 0.7, 1",
    "LSTM, epochs=4 averaging=0.0 augment=false hidden=24, 0.18, 0",
    "RESNET, 'epochs=5 averaging=0.0 augment=false batch=16 hidden=16,24 learningRate=0.006', 0.7,"
        + " 1"
  })
  void shouldLearnAndBeServedAsItWasMeasured(
      ModelFamily family, String settings, double least, int pictures) throws Exception {
    Map<String, String> values =
        Arrays.stream(settings.split(" ", -1))
            .map(setting -> setting.split("=", -1))
            .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));

    Trained trained = train(family, family.scaling(), values);

    assertThat(trained.test().accuracy()).isGreaterThan(least);
    assertThat(family.recipe(false, values).filters(trained.bundle().network(), 28, 28))
        .hasSize(pictures);
    Manifest manifest = trained.bundle().manifest();
    assertThat(manifest.family()).isEqualTo(family.toString());
    assertThat(manifest.hyperparameters())
        .containsAllEntriesOf(values)
        .containsEntry("preprocess", family.scaling().toString());
    byte[] file = BundleFile.bytes(trained.bundle());
    try (LoadedModel model = Gate.load(file, 7);
        Scorer scorer = model.newScorer(7)) {
      assertThat(Evaluation.of(Scoring.score(scorer, model.encoder(), TEST)).metrics())
          .isEqualTo(trained.test().metrics());
    }
  }

  @ParameterizedTest
  @CsvSource({"FOREST, trees, 5", "SVM, landmarks, 50"})
  void shouldMakeTheSameBundleOfTheSameSeed(ModelFamily family, String setting, String value) {
    Map<String, String> values = Map.of(setting, value);

    assertThat(BundleFile.bytes(train(family, family.scaling(), values).bundle()))
        .isEqualTo(BundleFile.bytes(train(family, family.scaling(), values).bundle()));
  }

  /** The order of grey values is all that a tree sees; a network sees their distances, too. */
  @ParameterizedTest
  @CsvSource({
    // The first steps of a network are too long for numbers up to 255.
    "NONE, 0.12",
    "SCALE, 0.6",
    "CENTRE, 0.6",
    "MEAN_IMAGE, 0.6",
    "STANDARDISE, 0.6"
  })
  void shouldServeWhateverWayImagesAreScaled(Scaling scaling, double least) {
    Trained tree = train(ModelFamily.TREE, scaling, Map.of());
    Trained usual = USUAL;
    Trained network =
        train(
            ModelFamily.MLP,
            scaling,
            Map.of("epochs", "5", "averaging", "0.0", "augment", "false", "hidden", "32"));

    assertThat(tree.test().accuracy()).isEqualTo(usual.test().accuracy());
    assertThat(network.test().accuracy()).isGreaterThan(least);
    ReferenceProfile profile = tree.bundle().profile();
    for (int statistic = 0; statistic < 8; statistic++) {
      assertThat(profile.median(statistic))
          .as("statistics of ink are the same, however it is encoded")
          .isCloseTo(usual.bundle().profile().median(statistic), within(1e-5));
    }
  }

  @Test
  void shouldGoOnFromABundle() {
    Map<String, String> values = Map.of("landmarks", "200");
    ImageSet early = Mnist.train(0, 1_000);
    ImageSet late = Mnist.train(1_000, 3_000);
    TrainingPlan plan = plan(ModelFamily.SVM, Scaling.SCALE, values);
    Bundle first = trainer().train(plan, early, TEST).bundle();

    Trained second = trainer().train(plan, Optional.of(first), data(late));

    assertThat(second.test().accuracy()).isGreaterThan(first.manifest().metrics().get("accuracy"));
    assertThat(second.bundle().manifest().hyperparameters())
        .containsEntry("updates", first.manifest().version());
    assertThat(second.bundle().manifest().preprocessing())
        .isEqualTo(first.manifest().preprocessing());
  }

  @Test
  void shouldKeepWhatItKnewWhereNewImagesSayNothing() {
    TrainingPlan plan = plan(ModelFamily.SVM, Scaling.SCALE, Map.of("landmarks", "200"));
    Bundle first = trainer().train(plan, PUBLISHED, TEST).bundle();
    ImageSet few = Mnist.train(3_000, 3_060);

    Trained second = trainer().train(plan, Optional.of(first), data(few));
    Trained alone = trainer().train(plan, few, TEST);

    assertThat(second.test().accuracy())
        .isGreaterThan(alone.test().accuracy())
        .isGreaterThan(first.manifest().metrics().get("accuracy") - 0.1);
  }

  @Test
  void shouldNotGoOnWithImagesThatTheBundleDoesNotKnow() {
    TrainingPlan plan = plan(ModelFamily.SVM, Scaling.SCALE, Map.of("landmarks", "50"));
    int[] labels = PUBLISHED.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Math.min(labels[i], 4);
    }
    ImageSet five = new ImageSet(28, 28, PUBLISHED.pixels(), labels);
    Bundle first =
        trainer().train(plan, five, five.select(IntStream.range(0, 100).toArray())).bundle();

    assertThatThrownBy(() -> trainer().train(plan, Optional.of(first), data(PUBLISHED)))
        .isInstanceOf(UnsuitableDataException.class)
        .hasMessage("label '5' is none of the 5 labels of the bundle to go on from: 0, 1, 2, 3, 4");
  }

  private static DataSet data(ImageSet published) {
    List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return new DataSet(digits, published, Optional.of(TEST));
  }

  private static Trained train(ModelFamily family, Scaling scaling, Map<String, String> values) {
    return trainer().train(plan(family, scaling, values), PUBLISHED, TEST);
  }

  private static TrainingPlan plan(
      ModelFamily family, Scaling scaling, Map<String, String> values) {
    return new TrainingPlan(
        family.recipe(false, values), scaling, SplitRule.OFFICIAL, Integer.MAX_VALUE, 3);
  }

  private static Trainer trainer() {
    return new Trainer(NOON, Progress.NONE, () -> false);
  }
}
