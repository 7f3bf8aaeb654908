package org.inkstream.model.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.ProfileJson;
import org.inkstream.model.drift.ProfileReading;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.RandomNetworks;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ProfilesTest {

  private static final int SIDE = 8;
  private static final List<String> NAMES = List.of("zero", "one", "two");
  private static final Network NETWORK = network();
  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(SIDE, SIDE, Fit.STRETCH, 2 / 255.0, -1));
  private static final ImageSet TRAINING = images(1, 90);
  private static final ImageSet REFERENCE = images(2, 75);

  private static Network network() {
    try {
      return Networks.load(RandomNetworks.dense(3, SIDE * SIDE, NAMES.size(), 20, 6), SIDE, SIDE);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterAll
  static void close() {
    NETWORK.close();
  }

  private static ImageSet images(long seed, int count) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : 0;
    }
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(NAMES.size());
    }
    return new ImageSet(SIDE, SIDE, pixels, labels);
  }

  private static ReferenceProfile profile(int batch, long seed) {
    try (Scorer scorer = NETWORK.newScorer(batch)) {
      FeatureMap map = Profiles.map(scorer, ENCODER, TRAINING, seed);
      return Profiles.profile(scorer, ENCODER, REFERENCE, map, NAMES, 0.9);
    }
  }

  @Test
  void shouldScoreEveryImageInItsPlace() {
    try (Scorer seven = NETWORK.newScorer(7);
        Scorer one = NETWORK.newScorer(1)) {
      ScoredRows rows = Profiles.rows(seven, ENCODER, REFERENCE);

      assertThat(rows.inputSize()).isEqualTo(64);
      assertThat(rows.classes()).isEqualTo(3);
      assertThat(rows.embeddingSize()).isEqualTo(6);
      assertThat(rows.inkScale()).isEqualTo(2);
      assertThat(rows.inkOffset()).isEqualTo(-1);
      for (int i = 0; i < REFERENCE.count(); i++) {
        float[] input = new float[64];
        float[] probabilities = new float[3];
        float[] embedding = new float[6];
        ENCODER.encode(REFERENCE.image(i), SIDE, SIDE, input, 0);
        one.score(input, 1, probabilities, embedding);
        assertSlice(rows.inputs(), i * 64, input);
        assertSlice(rows.probabilities(), i * 3, probabilities);
        assertSlice(rows.embeddings(), i * 6, embedding);
      }
    }
  }

  private static void assertSlice(float[] all, int from, float[] expected) {
    assertThat(java.util.Arrays.copyOfRange(all, from, from + expected.length)).isEqualTo(expected);
  }

  @Test
  void shouldBeTheProfileOfTheNetworkOnItsImages() {
    ReferenceProfile profile = profile(16, 4);

    assertThat(profile.events()).isEqualTo(75);
    assertThat(profile.classNames()).isEqualTo(NAMES);
    assertThat(profile.featureMap().width()).isEqualTo(SIDE);
    assertThat(profile.featureMap().height()).isEqualTo(SIDE);
    assertThat(profile.featureMap().embeddingSize()).isEqualTo(6);
    assertThat(profile.featureMap().classes()).isEqualTo(3);
    try (Scorer scorer = NETWORK.newScorer(75)) {
      ScoredRows rows = Profiles.rows(scorer, ENCODER, REFERENCE);
      int right = 0;
      for (int i = 0; i < 75; i++) {
        right += rows.predicted(i) == REFERENCE.label(i) ? 1 : 0;
      }
      assertThat(profile.accuracy()).isEqualTo(1 - (75 - right) / 75.0);
    }
  }

  @Test
  void shouldMakeTheSameProfileInBatchesOfAnySize() {
    ReferenceProfile profile = profile(16, 4);

    for (int batch : new int[] {1, 7, 64, 200}) {
      assertThat(profile(batch, 4).digest()).as("batches of %d", batch).isEqualTo(profile.digest());
    }
    assertThat(ProfileJson.read(ProfileJson.write(profile)))
        .isEqualTo(new ProfileReading.Read(profile(7, 4)));
  }

  @Test
  void shouldMakeAnotherProfileFromAnotherSeedOrOtherImages() {
    ReferenceProfile profile = profile(16, 4);

    assertThat(profile(16, 5)).isNotEqualTo(profile);
    try (Scorer scorer = NETWORK.newScorer(16)) {
      FeatureMap other = Profiles.map(scorer, ENCODER, REFERENCE, 4);
      assertThat(other).isNotEqualTo(profile.featureMap());
      assertThat(Profiles.profile(scorer, ENCODER, TRAINING, profile.featureMap(), NAMES, 0.9))
          .isNotEqualTo(profile);
    }
  }

  @Test
  void shouldMakeTheMapOfNoMoreImagesThanAreEnough() {
    ImageSet enough = images(5, FeatureMaps.ENOUGH);
    ImageSet more = images(5, FeatureMaps.ENOUGH);
    byte[] pixels = java.util.Arrays.copyOf(more.pixels(), more.pixels().length + 64);
    int[] labels = java.util.Arrays.copyOf(more.labels(), more.labels().length + 1);
    java.util.Arrays.fill(pixels, more.pixels().length, pixels.length, (byte) 255);

    try (Scorer scorer = NETWORK.newScorer(256)) {
      assertThat(Profiles.map(scorer, ENCODER, new ImageSet(SIDE, SIDE, pixels, labels), 1))
          .isEqualTo(Profiles.map(scorer, ENCODER, enough, 1));
    }
  }

  @Test
  void shouldRefuseALabelThatTheNetworkDoesNotHave() {
    ImageSet wrong = new ImageSet(SIDE, SIDE, new byte[64], new int[] {3});
    try (Scorer scorer = NETWORK.newScorer(4)) {
      FeatureMap map = Profiles.map(scorer, ENCODER, TRAINING, 1);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Profiles.profile(scorer, ENCODER, wrong, map, NAMES, 0.9))
          .withMessageContaining("label 3");
    }
  }
}
