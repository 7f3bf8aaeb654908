package org.inkstream.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class BbsdsTest {

  @Test
  void shouldMeasureTheDistanceOfKolmogorovAndSmirnov() {
    double[] one = normals(1, 200, 0);
    double[] other = normals(2, 150, 0.3);

    assertThat(Bbsds.distance(one, other))
        .isCloseTo(
            new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(one, other), within(1e-12));
    // Equal values: after 0 and 0, half of one and all of the other.
    assertThat(Bbsds.distance(new double[] {0, 0, 1, 1}, new double[] {0, 0})).isEqualTo(0.5);
  }

  @Test
  void shouldGiveAboutTheLimitingDistributionsPValueForManyValues() {
    KolmogorovSmirnovTest limit = new KolmogorovSmirnovTest();

    for (double distance : new double[] {0.01, 0.02, 0.03}) {
      // Stephens' correction is small for ten thousand of each.
      assertThat(Bbsds.p(distance, 10_000, 10_000))
          .isCloseTo(limit.approximateP(distance, 10_000, 10_000), within(0.01));
    }
    assertThat(Bbsds.p(0, 100, 100)).isEqualTo(1);
    assertThat(Bbsds.p(1, 100, 100)).isLessThan(1e-9);
  }

  @Test
  void shouldDivideTheLevelAmongTheOutputs() {
    double[][] reference = rows(3, 500, 0);
    double[][] moved = rows(4, 200, 1);

    Bbsds first = new Bbsds(reference, new int[] {0});
    Bbsds both = new Bbsds(reference, new int[] {0, 1});

    assertThat(both.p(moved)).isCloseTo(2 * first.p(moved), within(1e-12));
    assertThat(both.p(rows(5, 200, 0))).isGreaterThan(0.05);
  }

  /** The first column moves, the second does not. */
  private static double[][] rows(long seed, int count, double shift) {
    double[] moving = new Random(seed).doubles(count).toArray();
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = new double[] {moving[i] + shift, i / (double) count};
    }
    return rows;
  }

  private static double[] normals(long seed, int count, double shift) {
    Random random = new Random(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> random.nextGaussian() + shift);
    Arrays.sort(values);
    return values;
  }
}
