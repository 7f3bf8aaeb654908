package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileBuilderTest {

  private static ProfileBuilder builder() {
    return new ProfileBuilder(Examples.MAP, Examples.NAMES);
  }

  @Test
  void shouldHaveAStatisticForEachOfTheMap() {
    ReferenceProfile profile = Examples.profile(4, 200);

    assertThat(profile.events()).isEqualTo(200);
    assertThat(profile.featureMap()).isEqualTo(Examples.MAP);
    assertThat(profile.classNames()).isEqualTo(Examples.NAMES);
    assertThat(profile.statistics())
        .extracting(ReferenceStatistic::name)
        .isEqualTo(Examples.MAP.names());
    assertThat(profile.statistics()).allMatch(statistic -> statistic.events() == 200);
    assertThat(profile.loss().events()).isEqualTo(200);
  }

  @Test
  void shouldCountAnswersAndLosses() {
    ScoredRows rows = Examples.rows(4, 100);
    ProfileBuilder builder = builder();
    double loss = 0;
    double confidence = 0;
    int right = 0;
    for (int i = 0; i < 100; i++) {
      builder.add(rows, i, i % 3);
      loss -= Math.log(rows.probabilities()[i * 3 + i % 3]) / 100;
      confidence += rows.probabilities()[i * 3 + rows.predicted(i)];
      right += rows.predicted(i) == i % 3 ? 1 : 0;
    }

    ReferenceProfile profile = builder.build();

    assertThat(profile.accuracy()).isCloseTo(right / 100.0, within(1e-12));
    assertThat(profile.loss().mean()).isCloseTo(loss, within(1e-12));
    assertThat(profile.answers().confidenceSum()).isCloseTo(confidence, within(1e-10));
  }

  @Test
  void shouldBeTheSameFromTheSameImages() {
    assertThat(Examples.profile(4, 200)).isEqualTo(Examples.profile(4, 200));
  }

  @Test
  void shouldAddUpRandomFeatures() {
    ScoredRows rows = Examples.rows(4, 30);
    ProfileBuilder builder = builder();
    FeatureExtractor extractor = Examples.MAP.extractor();
    float[] sums = new float[RandomFeatures.COUNT];
    for (int i = 0; i < 30; i++) {
      builder.add(rows, i, 0);
      extractor.extract(rows, i);
      extractor.addRandomFeatures(sums);
    }

    ReferenceEmbedding embedding = builder.build().embedding();

    for (int j = 0; j < sums.length; j++) {
      assertThat(embedding.sums()[j]).isEqualTo((long) sums[j]);
    }
    assertThat(embedding.spread()).isPositive();
    assertThat(embedding.nullQuantile()).isPositive();
  }

  @Test
  void shouldStandOnOneImage() {
    ReferenceProfile profile = builder().add(Examples.rows(4, 1), 0, 0).build();

    assertThat(profile.events()).isEqualTo(1);
    assertThat(profile.embedding().spread()).isZero();
    assertThat(profile.embedding().nullQuantile()).isZero();
    assertThat(profile.bins(0)).isEqualTo(2);
  }

  @Test
  void shouldRefuseToBuildOfNothing() {
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> builder().build());
  }

  @Test
  void shouldRefuseNamesOfOtherClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProfileBuilder(Examples.MAP, List.of("a", "b")));
  }

  @Test
  void shouldRefuseALabelThatIsNoClass() {
    for (int label : new int[] {-1, 3}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().add(Examples.rows(4, 1), 0, label))
          .withMessageContaining("label " + label);
    }
  }

  @Test
  void shouldRefuseARowOfAnotherNetwork() {
    ScoredRows rows = Examples.rows(4, 1);
    ScoredRows other =
        new ScoredRows(rows.inputs(), 6, rows.probabilities(), 3, rows.embeddings(), 5, 1, 0);

    assertThatIllegalArgumentException().isThrownBy(() -> builder().add(other, 0, 0));
  }

  @Test
  void shouldRefuseAStatisticThatIsNotFiniteAndForgetTheImage() {
    ScoredRows broken = Examples.rows(4, 1);
    broken.probabilities()[1] = Float.NaN;
    ScoredRows infinite = Examples.rows(4, 1);
    infinite.embeddings()[2] = Float.POSITIVE_INFINITY;
    ProfileBuilder builder = builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(broken, 0, 0))
        .withMessageContaining("prediction.logProbability.1 of a reference image is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(infinite, 0, 0))
        .withMessageContaining("embedding.component.1");

    assertThat(builder.add(Examples.rows(4, 1), 0, 0).build().events()).isEqualTo(1);
  }
}
