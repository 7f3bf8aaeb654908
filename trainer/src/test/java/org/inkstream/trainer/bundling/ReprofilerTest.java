package org.inkstream.trainer.bundling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.NetworkRecipe;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;

class ReprofilerTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00.5Z"));
  private static final InstantSource EVENING =
      InstantSource.fixed(Instant.parse("2026-11-23T18:30:01.5Z"));
  private static final ImageSet PUBLISHED = Mnist.train(1_200);
  private static final ImageSet TEST = Mnist.test(300);
  private static final ImageSet OTHERS = Mnist.train(1_200, 1_800);
  private static final Bundle BEFORE = trained();

  @Test
  void shouldChangeTheProfileAndNothingElseThatScores() {
    Bundle after = reprofile(OTHERS).bundle();

    assertThat(after.network()).isEqualTo(BEFORE.network());
    assertThat(after.golden()).usingRecursiveComparison().isEqualTo(BEFORE.golden());
    assertThat(after.manifest().temperature()).isEqualTo(BEFORE.manifest().temperature());
    assertThat(after.manifest().metrics()).isEqualTo(BEFORE.manifest().metrics());
    assertThat(after.profile()).isNotEqualTo(BEFORE.profile());
    assertThat(after.profile().events()).isEqualTo(600);
    assertThat(after.profile().featureMap()).isEqualTo(BEFORE.profile().featureMap());
    assertThat(after.profile().classNames()).isEqualTo(BEFORE.profile().classNames());
  }

  @Test
  void shouldBeAVersionOfItsOwnThatSaysWhereItIsFrom() {
    Bundle after = reprofile(OTHERS).bundle();
    Manifest manifest = after.manifest();
    Map<String, String> expected = new HashMap<>(BEFORE.manifest().hyperparameters());
    expected.put("profiledFrom", BEFORE.manifest().version());
    expected.put("coverage", "0.999");
    expected.put("profileData", "others:train");
    expected.put("profileSeed", "5");
    expected.put("profileImages", "600");
    expected.put("digest.profile", OTHERS.digest());

    assertThat(manifest.version())
        .isEqualTo("20261123T183001Z-softmax-" + after.profile().digest().substring(0, 8))
        .isGreaterThan(BEFORE.manifest().version());
    assertThat(manifest.hyperparameters()).isEqualTo(expected);
    assertThat(manifest.dataDigest()).isEqualTo(BEFORE.manifest().dataDigest());
    assertThat(manifest.createdAt()).isEqualTo(BEFORE.manifest().createdAt());
  }

  @Test
  void shouldMakeTheSameBundleAgain() {
    ReferenceImages chosen = ReferenceImages.choose(OTHERS, 200, "others:train", 5);
    ReferenceImages again = ReferenceImages.choose(OTHERS, 200, "others:train", 5);
    ReferenceImages otherwise = ReferenceImages.choose(OTHERS, 200, "others:train", 6);

    Bundle first = reprofile(chosen).bundle();

    assertThat(BundleFile.bytes(reprofile(again).bundle())).isEqualTo(BundleFile.bytes(first));
    assertThat(reprofile(otherwise).bundle().profile().digest())
        .isNotEqualTo(first.profile().digest());
  }

  @Test
  void shouldTakeTheProfileAsTrainingDoes() {
    ImageSet part =
        TrainingPlan.split(Parting.by(SplitRule.OFFICIAL), 3, Integer.MAX_VALUE, data(PUBLISHED))
            .profile();

    Reprofiled again = reprofile(part);

    assertThat(again.bundle().profile()).isEqualTo(BEFORE.profile());
    assertThat(again.shifts())
        .allSatisfy(
            shift -> {
              assertThat(shift.median()).isEqualTo(shift.medianBefore());
              // Not 0: which of equal values counts as larger is drawn anew. Large is 0.1.
              assertThat(shift.distance()).isLessThan(0.1);
              assertThat(shift.alarm()).isFalse();
            });
  }

  @Test
  void shouldSayHowFarTheReferenceHasMoved() {
    // Half the ink: its mean halves, and so does the median of the means.
    byte[] pale = OTHERS.pixels().clone();
    for (int i = 0; i < pale.length; i++) {
      pale[i] = (byte) ((pale[i] & 0xff) / 2);
    }
    double[] means =
        IntStream.range(0, 600)
            .mapToDouble(
                i ->
                    IntStream.range(i * 784, (i + 1) * 784)
                        .mapToDouble(p -> (pale[p] & 0xff) / 255.0)
                        .average()
                        .orElseThrow())
            .sorted()
            .toArray();

    Reprofiled result = reprofile(new ImageSet(28, 28, pale, OTHERS.labels()));

    ReferenceProfile before = BEFORE.profile();
    List<StatisticShift> shifts = result.shifts();
    assertThat(shifts).hasSize(before.featureMap().size() + 1);
    assertThat(shifts)
        .extracting(StatisticShift::distance)
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
    StatisticShift ink =
        shifts.stream()
            .filter(shift -> shift.name().equals("input.mean"))
            .findFirst()
            .orElseThrow();
    assertThat(ink.medianBefore()).isEqualTo(before.median(0)).isCloseTo(0.13, within(0.02));
    assertThat(ink.median()).isCloseTo(means[300], within(1e-6));
    assertThat(ink.wasserstein()).isGreaterThan(0.5);
    assertThat(ink.psi()).isGreaterThan(0.5);
    assertThat(ink.alarm()).isTrue();
    assertThat(shifts).extracting(StatisticShift::name).contains("labels.loss");
  }

  @Test
  void shouldRefuseALabelThatTheNetworkDoesNotKnow() {
    int[] labels = OTHERS.labels().clone();
    labels[7] = 10;

    assertThatThrownBy(() -> reprofile(new ImageSet(28, 28, OTHERS.pixels(), labels)))
        .isInstanceOf(UnsuitableDataException.class)
        .hasMessage("label 10 of 10 classes");
  }

  @Test
  void shouldChooseFairlyAndRefuseTooFew() {
    assertThat(ReferenceImages.choose(OTHERS, 600, "d", 1).images()).isSameAs(OTHERS);
    ImageSet some = ReferenceImages.choose(OTHERS, 100, "d", 1).images();
    assertThat(some.count()).isEqualTo(100);
    assertThat(some).isNotEqualTo(Mnist.train(1_200, 1_300));

    assertThatThrownBy(() -> ReferenceImages.choose(Mnist.test(99), 100, "d", 1))
        .isInstanceOf(UnsuitableDataException.class)
        .hasMessageStartingWith("99 images are too few for a reference: ");
  }

  @Test
  void shouldTellWhatTheNetworkHasLearntFrom() {
    Manifest manifest = BEFORE.manifest();

    // Of 1,200 there are 200 for the profile and 100 for validation; 640 of the others were learnt.
    ImageSet heldOut = HeldOut.of(manifest, PUBLISHED, data(PUBLISHED), new int[0]);

    assertThat(heldOut.count()).isEqualTo(1_200 - 100 - 640);
    assertThat(HeldOut.of(manifest, TEST, data(PUBLISHED), new int[0])).isEqualTo(TEST);
    assertThat(HeldOut.of(manifest, OTHERS, data(OTHERS), new int[0])).isEqualTo(OTHERS);
    assertThat(
            HeldOut.of(
                reprofile(OTHERS).bundle().manifest(), PUBLISHED, data(PUBLISHED), new int[0]))
        .isEqualTo(heldOut);
  }

  @Test
  void shouldKnowTheTestImagesOfTheSetItWasTrainedFromOnly() {
    Manifest manifest = BEFORE.manifest();

    assertThat(HeldOut.test(manifest, data(PUBLISHED), new int[0])).contains(TEST);
    assertThat(HeldOut.test(manifest, data(OTHERS), new int[0])).isEmpty();
  }

  private static DataSet data(ImageSet published) {
    List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return new DataSet(digits, published, Optional.of(TEST));
  }

  private static Reprofiled reprofile(ImageSet images) {
    return reprofile(new ReferenceImages(images, "others:train", 5));
  }

  private static Reprofiled reprofile(ReferenceImages images) {
    try (LoadedModel model = Gated.load(BEFORE, 64)) {
      return new Reprofiler(EVENING)
          .reprofile(BEFORE, model, images, PredictionSets.USUAL_COVERAGE);
    }
  }

  private static Bundle trained() {
    TrainingPlan plan =
        new TrainingPlan(
            new NetworkRecipe(
                Family.SOFTMAX,
                new Hyperparameters(2, 32, 0.003, 0.2, 0.1, 0.9, 0, false, false, 2)),
            Scaling.SCALE,
            SplitRule.OFFICIAL,
            640,
            3);
    return new Trainer(NOON, Progress.NONE, () -> false).train(plan, PUBLISHED, TEST).bundle();
  }
}
