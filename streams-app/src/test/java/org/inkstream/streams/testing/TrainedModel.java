package org.inkstream.streams.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.profiling.Outliers;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.SplitRule;
import org.inkstream.schemas.Classification;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.fit.Progress;

/**
 * A model that the trainer has made of real digits, small and soon, and what it predicts of some
 * others as {@code ./inkstream evaluate} has it predict them. Immutable.
 */
public final class TrainedModel implements OfflineModel {

  /** How many digits there are predictions of. */
  public static final int DIGITS = 60;

  /** Neither one nor the batch of an instance: predictions depend on no batch. */
  private static final int BATCH = 7;

  private static final int TRAINING_IMAGES = 720;
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));

  /** What makes a family learn something within a second or so. */
  private static final Map<ModelFamily, Map<String, String>> SETTINGS =
      Map.of(
          ModelFamily.TREE, Map.of("leaf", "2"),
          ModelFamily.FOREST, Map.of("trees", "20"),
          ModelFamily.SOFTMAX, networkOf(Map.of("epochs", "5")),
          ModelFamily.SVM, Map.of("landmarks", "150"),
          ModelFamily.MLP, networkOf(Map.of("epochs", "5", "hidden", "32")),
          ModelFamily.CNN, networkOf(Map.of("epochs", "1")),
          ModelFamily.RESNET, networkOf(Map.of("epochs", "2", "hidden", "8,16", "batch", "16")),
          ModelFamily.LSTM, networkOf(Map.of("epochs", "4", "hidden", "24")));

  /** Made when they are first asked for; the images are read once, too. */
  private static final class Made {
    private static final ImageSet PUBLISHED = first(Part.TRAIN, TRAINING_IMAGES);
    private static final ImageSet DIGITS = first(Part.TEST, TrainedModel.DIGITS);
    private static final List<TrainedModel> ALL =
        Arrays.stream(ModelFamily.values()).map(TrainedModel::train).toList();
  }

  private final Bundle bundle;
  private final Predictions predictions;
  private final PredictionSets sets;
  private final OutlierTest outlierTest;
  private final double[] pValues;
  private final Map<ByteBuffer, Integer> places = new HashMap<>();

  private TrainedModel(Bundle bundle, ImageSet digits) {
    this.bundle = bundle;
    this.sets = bundle.profile().predictionSets().orElseThrow();
    this.outlierTest = bundle.profile().outlierTest().orElseThrow();
    try (LoadedModel model = Gate.load(BundleFile.bytes(bundle), BATCH);
        Scorer scorer = model.newScorer(BATCH)) {
      this.predictions = Scoring.score(scorer, model.encoder(), digits);
      this.pValues = Outliers.pValues(outlierTest, bundle.profile(), model.encoder(), digits);
    } catch (RefusedException e) {
      throw new IllegalStateException(e.reason() + ": " + e.getMessage(), e);
    }
    for (int i = 0; i < digits.count(); i++) {
      places.put(ByteBuffer.wrap(digits.image(i)), i);
    }
  }

  /** One of each family, the same whenever this is called. */
  public static List<TrainedModel> ofEachFamily() {
    return Made.ALL;
  }

  /** The pixels of a digit that no model has learnt from, 28 x 28; numbers go round. */
  public static byte[] digit(int number) {
    return Made.DIGITS.image(number % DIGITS);
  }

  @Override
  public String version() {
    return bundle.manifest().version();
  }

  /** As the trainer has made it. */
  public Bundle bundle() {
    return bundle;
  }

  /** The probabilities of all digits, one row after another. */
  public float[] probabilities() {
    return predictions.probabilities().clone();
  }

  /** To the last bit, and in all that is said of the image. */
  @Override
  public void check(Classification answer, byte[] pixels) {
    int digit = places.get(ByteBuffer.wrap(pixels));
    int classes = predictions.classes();
    int best = predictions.predicted(digit);
    List<Float> probabilities = new ArrayList<>();
    double entropy = 0;
    for (int c = 0; c < classes; c++) {
      float p = predictions.probabilities()[digit * classes + c];
      probabilities.add(p);
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    assertThat(answer.getProbabilities()).as(version()).isEqualTo(probabilities);
    assertThat(answer.getLabel()).isEqualTo(best);
    assertThat(answer.getLabelName()).isEqualTo(bundle.manifest().labels().get(best));
    assertThat(answer.getConfidence()).isEqualTo(probabilities.get(best));
    assertThat(answer.getEntropy()).isEqualTo((float) entropy);
    assertThat(answer.getPredictionSet())
        .isEqualTo(sets.of(predictions.probabilities(), digit * classes, classes, best));
    assertThat(answer.getOutlierPValue()).isEqualTo(pValues[digit]);
    assertThat(answer.getOutlier()).isEqualTo(outlierTest.flags(pValues[digit]));
  }

  private static TrainedModel train(ModelFamily family) {
    TrainingPlan plan =
        new TrainingPlan(
            family.recipe(false, SETTINGS.get(family)),
            family.scaling(),
            SplitRule.OFFICIAL,
            TRAINING_IMAGES,
            1);
    Trainer trainer = new Trainer(NOON, Progress.NONE, () -> false);
    return new TrainedModel(trainer.train(plan, Made.PUBLISHED, Made.DIGITS).bundle(), Made.DIGITS);
  }

  private static Map<String, String> networkOf(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("averaging", "0.0");
    all.put("augment", "false");
    return Map.copyOf(all);
  }

  private static ImageSet first(Part part, int count) {
    try {
      return DataSets.read("mnist", part).select(IntStream.range(0, count).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
