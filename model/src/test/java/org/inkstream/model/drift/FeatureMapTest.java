package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureMapTest {

  private static final FeatureMap MAP = Examples.MAP;

  @Test
  void shouldHaveNineOfTheImageFourAndOneAClassOfTheAnswerAndOneMoreThanComponents() {
    // 5 embedding components of 5 numbers.
    assertThat(MAP.size()).isEqualTo(9 + 3 + 4 + 5 + 1);
    assertThat(MAP.names()).doesNotHaveDuplicates();
    assertThat(MAP.names().stream().map(name -> name.substring(0, name.indexOf('.'))).distinct())
        .containsExactly("input", "prediction", "confidence", "embedding");
  }

  @Test
  void shouldExtractOneNumberForEachName() {
    ScoredRows rows = Examples.rows(2, 3);
    double[] values = MAP.extractor().extract(rows, 1);

    assertThat(values).hasSize(MAP.size());
    assertThat(values[MAP.names().indexOf("prediction.class")]).isEqualTo(rows.predicted(1));
    double ink = 0;
    for (int i = 0; i < 12; i++) {
      ink += (rows.inputs()[12 + i] + 1) / 2 / 12;
    }
    assertThat(values[MAP.names().indexOf("input.mean")]).isCloseTo(ink, within(1e-6));
    assertThat(values[MAP.names().indexOf("prediction.logProbability.2")])
        .isEqualTo(Math.log(rows.probabilities()[5]));
  }

  @Test
  void shouldGiveARowTheSameNumbersWhateverCameBefore() {
    ScoredRows rows = Examples.rows(2, 20);
    FeatureExtractor used = MAP.extractor();
    for (int i = 19; i >= 0; i--) {
      assertThat(used.extract(rows, i)).isEqualTo(MAP.extractor().extract(rows, i));
    }
  }

  @Test
  void shouldRefuseABatchOfAnotherNetwork() {
    ScoredRows sound = Examples.rows(2, 1);
    FeatureExtractor extractor = MAP.extractor();
    for (ScoredRows other :
        new ScoredRows[] {
          new ScoredRows(new float[99], 11, sound.probabilities(), 3, sound.embeddings(), 5, 1, 0),
          new ScoredRows(sound.inputs(), 12, sound.probabilities(), 2, sound.embeddings(), 5, 1, 0),
          new ScoredRows(sound.inputs(), 12, sound.probabilities(), 3, sound.embeddings(), 4, 1, 0)
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> extractor.extract(other, 0));
    }
  }

  @Test
  void shouldBeTheSameFromTheSameImagesAndSeed() {
    FeatureMap again = FeatureMaps.fit(4, 3, Examples.rows(1, 300), 300, 7);

    assertThat(again).isEqualTo(MAP).hasSameHashCodeAs(MAP);
    assertThat(again.digest()).isEqualTo(MAP.digest()).matches("[0-9a-f]{16}");
  }

  @Test
  void shouldHaveAnotherDigestForAnyOtherContent() {
    Projection input = MAP.input();
    Projection embedding = MAP.embedding();
    Set<String> digests = new HashSet<>();
    digests.add(MAP.digest());
    digests.add(new FeatureMap(3, 4, 3, input, embedding, MAP.bandwidth(), 7).digest());
    digests.add(new FeatureMap(4, 3, 4, input, embedding, MAP.bandwidth(), 7).digest());
    digests.add(new FeatureMap(4, 3, 3, embedding, embedding, MAP.bandwidth(), 7).digest());
    digests.add(new FeatureMap(4, 3, 3, input, input, MAP.bandwidth(), 7).digest());
    digests.add(new FeatureMap(4, 3, 3, input, embedding, MAP.bandwidth() + 1e-12, 7).digest());
    digests.add(new FeatureMap(4, 3, 3, input, embedding, MAP.bandwidth(), 8).digest());
    float[] mean = input.mean().clone();
    mean[11] = Math.nextUp(mean[11]);
    Projection moved = new Projection(mean, input.components(), input.variances());
    digests.add(new FeatureMap(4, 3, 3, moved, embedding, MAP.bandwidth(), 7).digest());

    assertThat(digests).hasSize(8);
  }

  @Test
  void shouldUseNoMoreRowsThanItIsTold() {
    assertThat(FeatureMaps.fit(4, 3, Examples.rows(1, 400), 300, 7))
        .isNotEqualTo(FeatureMaps.fit(4, 3, Examples.rows(1, 400), 400, 7));
  }

  @Test
  void shouldServeANetworkWithoutEmbeddings() {
    ScoredRows rows =
        new ScoredRows(
            new float[] {0, 1, 1, 0}, 2, new float[] {1, 0, 0, 1}, 2, new float[0], 0, 1, 0);

    FeatureMap map = FeatureMaps.fit(2, 1, rows, 2, 1);

    assertThat(map.embeddingSize()).isZero();
    assertThat(map.bandwidth()).isEqualTo(1);
    assertThat(map.extractor().extract(rows, 1)).hasSize(9 + 2 + 4 + 1);
  }

  @Test
  void shouldUseTheMedianDistanceOfEmbeddingsAsBandwidth() {
    // Normal numbers along one component: two differ by sqrt(2) |z|, the median of |z| is 0.6745.
    java.util.Random random = new java.util.Random(1);
    float[] embeddings = new float[2000];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = (float) (3 * random.nextGaussian());
    }
    ScoredRows rows = new ScoredRows(new float[2000], 1, new float[2000], 1, embeddings, 1, 1, 0);

    assertThat(FeatureMaps.fit(1, 1, rows, 2000, 5).bandwidth())
        .isCloseTo(3 * Math.sqrt(2) * 0.6745, within(0.2));
  }
}
