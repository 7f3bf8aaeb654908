package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpertsTest {

  private static final double EXACT = 1e-9;

  static List<long[]> gaps() {
    long[] many = new long[20];
    Arrays.fill(many, 500);
    many[0] = 10;
    many[1] = 90;
    many[18] = 90;
    many[19] = 11;
    return List.of(many, new long[] {1, 1}, new long[] {3, 1, 7}, new long[] {2}, new long[20_000]);
  }

  private static double[][] all(long[] gaps, double[] seen) {
    Experts experts = new Experts(gaps);
    return IntStream.range(0, Experts.COUNT)
        .mapToObj(i -> experts.weights(i, seen))
        .toArray(double[][]::new);
  }

  /** The share of the upper half of the bins, for each expert that has seen nothing. */
  private static double[] upperHalves(long[] gaps) {
    return Arrays.stream(all(gaps, new double[gaps.length]))
        .mapToDouble(
            weights ->
                Arrays.stream(weights, weights.length / 2, weights.length).sum()
                    / Arrays.stream(weights).sum())
        .toArray();
  }

  private static long count(double[] found, double expected) {
    return Arrays.stream(found).filter(each -> Math.abs(each - expected) < EXACT).count();
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void shouldExpectEverythingALittle(long[] gaps) {
    long[] sound = Arrays.stream(gaps).map(gap -> Math.max(gap, 1)).toArray();

    for (double[] weights : all(sound, new double[sound.length])) {
      assertThat(weights).hasSize(sound.length);
      for (double weight : weights) {
        assertThat(weight).isPositive().isFinite();
      }
    }
  }

  @Test
  void shouldWeighAsMuchAsTheyAreSure() {
    double[] seen = {3, 0, 40};

    double[] totals =
        Arrays.stream(all(new long[] {30, 11, 60}, seen))
            .mapToDouble(weights -> Arrays.stream(weights).sum())
            .sorted()
            .toArray();

    // 10; what was seen and 20; 100; what was seen and 200; and twelve times 4n, with n = 100.
    assertThat(Arrays.copyOf(totals, 4))
        .containsExactly(new double[] {10, 63, 100, 243}, within(EXACT));
    assertThat(Arrays.copyOfRange(totals, 4, 16)).containsOnly(new double[] {400}, within(EXACT));
  }

  @Test
  void shouldLearnWhatWasSeenAndNothingElse() {
    long[] gaps = {30, 11, 60};
    double[][] before = all(gaps, new double[3]);

    double[][] after = all(gaps, new double[] {5, 0, 7});

    int learning = 0;
    for (int i = 0; i < Experts.COUNT; i++) {
      if (!Arrays.equals(after[i], before[i])) {
        learning++;
        assertThat(after[i])
            .containsExactly(
                new double[] {before[i][0] + 5, before[i][1], before[i][2] + 7}, within(EXACT));
      }
    }
    assertThat(learning).isEqualTo(2);
  }

  @Test
  void shouldTiltTheRanksALittle() {
    // 2u - 1 is 1/2 on average over the upper half: (1 + 0.1 / 2) / 2.
    double[] found = upperHalves(new long[] {50, 50});

    assertThat(count(found, 0.525)).isOne();
    assertThat(count(found, 0.475)).isOne();
  }

  @Test
  void shouldBendTheRanks() {
    // 6u^2 - 6u + 1 is 3/8 on average over the outer quarters and -3/8 over the inner ones.
    double[] outer =
        Arrays.stream(all(new long[] {25, 25, 25, 25}, new double[4]))
            .filter(weights -> Math.abs(weights[0] - weights[3]) < EXACT)
            .mapToDouble(weights -> (weights[0] + weights[3]) / Arrays.stream(weights).sum())
            .toArray();

    for (double bend : new double[] {-0.5, -0.15, 0.15, 0.5}) {
      assertThat(count(outer, (1 + bend * 3 / 8) / 2)).isOne();
    }
    // Besides: two that are open and two that have nothing learnt.
    assertThat(count(outer, 0.5)).isEqualTo(4);
  }

  @Test
  void shouldShiftNormalValues() {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double[] found = upperHalves(new long[] {50, 50});

    for (double shift : new double[] {-1, -0.5, -0.25, 0.25, 0.5, 1}) {
      // A value of N(shift, 1) is above the old median.
      assertThat(count(found, normal.cumulativeProbability(shift))).isOne();
    }
  }

  @Test
  void shouldMoveMassTheWayTheyShift() {
    long[] gaps = new long[16];
    Arrays.fill(gaps, 100);
    double[][] experts = all(gaps, new double[16]);

    double most = 0;
    for (double[] weights : experts) {
      double total = Arrays.stream(weights).sum();
      if (weights[15] / total > most) {
        most = weights[15] / total;
      }
    }

    // 1 - F(F^-1(15/16) - 1) with the normal distribution, from commons-math.
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double above =
        1 - normal.cumulativeProbability(normal.inverseCumulativeProbability(15 / 16.0) - 1);
    assertThat(most).isCloseTo(above, within(EXACT));
  }
}
