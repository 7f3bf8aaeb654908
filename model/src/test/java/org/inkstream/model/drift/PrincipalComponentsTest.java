package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  /** Rows whose numbers are random mixtures of a few, which spread as 1, 0.6, 0.36 and so on. */
  private static float[] rows(int count, int size, int sources) {
    Random random = new Random(size);
    double[][] mixture = new double[sources][size];
    for (double[] row : mixture) {
      for (int i = 0; i < size; i++) {
        row[i] = random.nextGaussian();
      }
    }
    float[] rows = new float[count * size];
    for (int r = 0; r < count; r++) {
      double scale = 10;
      for (double[] row : mixture) {
        double factor = scale * random.nextGaussian();
        for (int i = 0; i < size; i++) {
          rows[r * size + i] += (float) (factor * row[i]) + 0.5f * i;
        }
        scale *= 0.6;
      }
    }
    return rows;
  }

  private static double[][] table(float[] rows, int size) {
    double[][] table = new double[rows.length / size][size];
    for (int i = 0; i < rows.length; i++) {
      table[i / size][i % size] = rows[i];
    }
    return table;
  }

  @Test
  void shouldFindTheEigenvectorsOfTheCovariance() {
    int size = 12;
    float[] rows = rows(200, size, 12);

    Projection found = PrincipalComponents.fit(rows, size, 5);

    EigenDecomposition expected =
        new EigenDecomposition(new Covariance(table(rows, size)).getCovarianceMatrix());
    assertThat(found.size()).isEqualTo(size);
    assertThat(found.count()).isEqualTo(5);
    for (int k = 0; k < 5; k++) {
      double variance = expected.getRealEigenvalue(k);
      assertThat(found.variances()[k]).isCloseTo(variance, within(1e-6 * variance));
      double along = 0;
      for (int i = 0; i < size; i++) {
        along += found.components()[k * size + i] * expected.getEigenvector(k).getEntry(i);
      }
      // The same direction, or the opposite one.
      assertThat(Math.abs(along)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void shouldFindTheMean() {
    float[] rows = {1, 2, 3, 4, 5, 9};

    assertThat(PrincipalComponents.fit(rows, 2, 1).mean()).containsExactly(3, 5);
  }

  @Test
  void shouldGiveOrthonormalComponentsWithFallingVariancesForAnyData() {
    Random random = new Random(6);
    for (int size : new int[] {1, 2, 9, 40}) {
      // No direction stands out: the worst case for an iteration.
      float[] rows = new float[60 * size];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
      }

      Projection found = PrincipalComponents.fit(rows, size, 16);

      assertThat(found.count()).isEqualTo(Math.min(size, 16));
      for (int k = 0; k < found.count(); k++) {
        assertThat(found.variances()[k]).isPositive();
        if (k > 0) {
          assertThat(found.variances()[k]).isLessThanOrEqualTo(found.variances()[k - 1]);
        }
        for (int other = 0; other <= k; other++) {
          double along = 0;
          for (int i = 0; i < size; i++) {
            along +=
                (double) found.components()[k * size + i] * found.components()[other * size + i];
          }
          assertThat(along).isCloseTo(k == other ? 1 : 0, within(1e-6));
        }
      }
    }
  }

  @Test
  void shouldFindNoMoreComponentsThanTheDataHave() {
    assertThat(PrincipalComponents.fit(rows(50, 10, 3), 10, 8).count()).isEqualTo(3);
    // Three rows span two directions.
    assertThat(PrincipalComponents.fit(rows(3, 10, 10), 10, 8).count()).isEqualTo(2);
    assertThat(PrincipalComponents.fit(rows(50, 10, 10), 10, 0).count()).isZero();
  }

  @Test
  void shouldFindNoneInOneRowOrInEqualRows() {
    Projection one = PrincipalComponents.fit(new float[] {3, 4}, 2, 2);
    assertThat(one.count()).isZero();
    assertThat(one.mean()).containsExactly(3, 4);

    assertThat(PrincipalComponents.fit(new float[] {3, 4, 3, 4, 3, 4}, 2, 2).count()).isZero();
    assertThat(PrincipalComponents.fit(new float[8], 2, 2).count()).isZero();
  }

  @Test
  void shouldProjectTheMean() {
    Projection projection =
        new Projection(
            new float[] {3, 4}, new float[] {0.6f, 0.8f, -0.8f, 0.6f}, new double[] {2, 1});

    assertThat(projection.meanAlong()).containsExactly(new double[] {5, 0}, within(1e-6));
    assertThat(projection.squaredNormOfMean()).isEqualTo(25);
  }

  @Test
  void shouldRefuseComponentsOfAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Projection(new float[2], new float[3], new double[1]));
  }

  @Test
  void shouldBeEqualByContent() {
    Projection one = PrincipalComponents.fit(rows(50, 10, 3), 10, 8);

    assertThat(PrincipalComponents.fit(rows(50, 10, 3), 10, 8))
        .isEqualTo(one)
        .hasSameHashCodeAs(one);
    assertThat(PrincipalComponents.fit(rows(50, 10, 3), 10, 2)).isNotEqualTo(one);
  }
}
