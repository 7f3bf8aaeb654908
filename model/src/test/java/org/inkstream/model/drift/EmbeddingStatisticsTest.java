package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingStatisticsTest {

  private static final Projection PLANE =
      new Projection(
          new float[] {1, 2}, new float[] {0.6f, 0.8f, -0.8f, 0.6f}, new double[] {4, 0.5});

  private static double[] of(Projection projection, float... embedding) {
    float[] embeddings = new float[2 * embedding.length];
    System.arraycopy(embedding, 0, embeddings, embedding.length, embedding.length);
    ScoredRows rows =
        new ScoredRows(new float[0], 0, new float[2], 1, embeddings, embedding.length, 1, 0);
    double[] values = new double[projection.count() + 1];
    new EmbeddingStatistics(projection).extract(rows, 1, values, 0);
    return values;
  }

  @Test
  void shouldNameAsManyAsThereAre() {
    assertThat(EmbeddingStatistics.names(2))
        .containsExactly("embedding.component.1", "embedding.component.2", "embedding.mahalanobis");
    assertThat(EmbeddingStatistics.names(0)).containsExactly("embedding.mahalanobis");
  }

  @Test
  void shouldGiveTheCoordinatesAndTheDistanceWorkedOutByHand() {
    // (2, 4) is (1, 2) from the mean: 0.6 + 1.6 and -0.8 + 1.2; 2.2^2 / 4 + 0.4^2 / 0.5.
    assertThat(of(PLANE, 2, 4)).containsExactly(new double[] {2.2, 0.4, 1.53}, within(1e-6));
  }

  @Test
  void shouldBeNowhereAtTheMean() {
    assertThat(of(PLANE, 1, 2)).containsExactly(new double[] {0, 0, 0}, within(1e-6));
  }

  @Test
  void shouldCountNumbersThatAreZero() {
    // (-1, -2) from the mean.
    assertThat(of(PLANE, 0, 0)).containsExactly(new double[] {-2.2, -0.4, 1.53}, within(1e-6));
  }

  @Test
  void shouldBeOneNumberWithoutComponents() {
    assertThat(of(new Projection(new float[0], new float[0], new double[0]))).containsExactly(0);
  }
}
