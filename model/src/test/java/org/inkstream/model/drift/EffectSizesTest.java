package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.commons.math3.distribution.EnumeratedIntegerDistribution;
import org.junit.jupiter.api.Test;

class EffectSizesTest {

  private static final double EXACT = 1e-15;

  @Test
  void shouldGiveTheIndexWorkedOutByHand() {
    // 1/4 ln(3/2) - 1/4 ln(1/2) = 1/4 ln 3
    assertThat(EffectSizes.psi(new long[] {50, 50}, new long[] {75, 25}))
        .isCloseTo(0.27465307216702745, within(EXACT));
    // Shares 1/2, 1/4, 1/4 and 1/4, 1/4, 1/2: 1/2 ln 2
    assertThat(EffectSizes.psi(new long[] {200, 100, 100}, new long[] {1, 1, 2}))
        .isCloseTo(0.34657359027997264, within(EXACT));
  }

  @Test
  void shouldCountABinThatIsEmptyOnOneSideAsHalfAnEvent() {
    // Shares 10/20, 10/20 and 8/8, 0.5/8: 1/2 ln 2 + 7/16 ln 8 = 29/16 ln 2
    assertThat(EffectSizes.psi(new long[] {10, 10}, new long[] {8, 0}))
        .isCloseTo(1.2563292647649008, within(EXACT));
    assertThat(EffectSizes.psi(new long[] {8, 0}, new long[] {10, 10}))
        .isCloseTo(1.2563292647649008, within(EXACT));
  }

  @Test
  void shouldIgnoreABinThatIsEmptyOnBothSides() {
    assertThat(EffectSizes.psi(new long[] {50, 0, 50}, new long[] {75, 0, 25}))
        .isEqualTo(EffectSizes.psi(new long[] {50, 50}, new long[] {75, 25}));
    assertThat(EffectSizes.jensenShannon(new long[] {50, 0, 50}, new long[] {75, 0, 25}))
        .isEqualTo(EffectSizes.jensenShannon(new long[] {50, 50}, new long[] {75, 25}));
  }

  @Test
  void shouldSubtractWhatIsExpectedWithoutDrift() {
    // 1/4 ln 3 - 1 (1/100 + 1/200)
    assertThat(EffectSizes.psiDebiased(new long[] {50, 50}, new long[] {150, 50}))
        .isCloseTo(0.25965307216702745, within(EXACT));
  }

  @Test
  void shouldBeNothingOnAverageWithoutDrift() {
    Random random = new Random(11);
    for (int events : new int[] {200, 1000}) {
      double sum = 0;
      double debiased = 0;
      int windows = 2000;
      for (int w = 0; w < windows; w++) {
        long[] reference = uniform(random, 10_000);
        long[] window = uniform(random, events);
        sum += EffectSizes.psi(reference, window);
        debiased += EffectSizes.psiDebiased(reference, window);
      }
      // Chi-squared with 15 degrees of freedom has mean 15; a tenth of it is the tolerance.
      assertThat(sum / windows).isGreaterThan(14.5 / events);
      assertThat(Math.abs(debiased / windows)).isLessThan(0.1 * 15 / events);
    }
  }

  private static long[] uniform(Random random, int events) {
    long[] counts = new long[16];
    for (int i = 0; i < events; i++) {
      counts[random.nextInt(16)]++;
    }
    return counts;
  }

  @Test
  void shouldGiveTheLargestDifferenceOfCumulativeShares() {
    // Cumulative shares 1/4, 3/4, 1 and 1/2, 1/2, 1.
    assertThat(EffectSizes.ks(new long[] {1, 2, 1}, new long[] {3, 0, 3})).isEqualTo(0.25);
    assertThat(EffectSizes.ks(new long[] {5, 0}, new long[] {0, 7})).isEqualTo(1);
  }

  @Test
  void shouldGiveTheDivergenceWorkedOutByHand() {
    // 1, 0 and 1/2, 1/2, average 3/4, 1/4: (ln 4/3 + 1/2 ln 2/3 + 1/2 ln 2) / 2 = 3/4 ln 4/3.
    assertThat(EffectSizes.jensenShannon(new long[] {4, 0}, new long[] {5, 5}))
        .isCloseTo(0.75 * Math.log(4 / 3.0), within(EXACT));
    // Nothing in common.
    assertThat(EffectSizes.jensenShannon(new long[] {4, 0}, new long[] {0, 9}))
        .isCloseTo(Math.log(2), within(EXACT));
  }

  @Test
  void shouldSayNothingOfNothing() {
    long[] empty = new long[4];
    long[] full = {1, 2, 3, 4};

    for (ToDoubleBiFunction<long[], long[]> size : all()) {
      assertThat(size.applyAsDouble(full, empty)).isZero();
      assertThat(size.applyAsDouble(empty, full)).isZero();
      assertThat(size.applyAsDouble(empty, empty)).isZero();
    }
  }

  @Test
  void shouldRefuseCountsOfOtherBins() {
    for (ToDoubleBiFunction<long[], long[]> size : all()) {
      assertThatThrownBy(() -> size.applyAsDouble(new long[3], new long[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Iterable<ToDoubleBiFunction<long[], long[]>> all() {
    return Arrays.asList(
        EffectSizes::psi, EffectSizes::psiDebiased, EffectSizes::ks, EffectSizes::jensenShannon);
  }

  @Provide
  Arbitrary<long[][]> pairs() {
    Arbitrary<Long> count =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(0L)),
            Tuple.of(2, Arbitraries.longs().between(0, 5)),
            Tuple.of(1, Arbitraries.longs().between(0, 10_000_000)));
    return Arbitraries.integers()
        .between(1, 20)
        .flatMap(
            bins ->
                count
                    .array(Long[].class)
                    .ofSize(bins)
                    .map(a -> Arrays.stream(a).mapToLong(Long::longValue).toArray())
                    .array(long[][].class)
                    .ofSize(2));
  }

  @Property(tries = 1000, seed = "2")
  void shouldBeFiniteBoundedAndSymmetricForAnyCounts(@ForAll("pairs") long[][] pair) {
    double psi = EffectSizes.psi(pair[0], pair[1]);
    double ks = EffectSizes.ks(pair[0], pair[1]);
    double divergence = EffectSizes.jensenShannon(pair[0], pair[1]);

    assertThat(psi).isFinite().isGreaterThanOrEqualTo(0).isLessThan(1000);
    assertThat(EffectSizes.psi(pair[1], pair[0])).isCloseTo(psi, within(1e-9));
    assertThat(EffectSizes.psiDebiased(pair[0], pair[1])).isFinite().isLessThanOrEqualTo(psi);
    assertThat(ks).isBetween(0.0, 1.0);
    assertThat(EffectSizes.ks(pair[1], pair[0])).isEqualTo(ks);
    assertThat(divergence).isBetween(0.0, Math.log(2));
    assertThat(EffectSizes.jensenShannon(pair[1], pair[0])).isCloseTo(divergence, within(1e-12));
    // Taneja 2005: the divergence is at most an eighth of Jeffreys'.
    assertThat(divergence).isLessThanOrEqualTo(psi / 8 + 1e-9 + halves(pair));
  }

  /** Room for bins that are empty on one side: the inequality is of what is not smoothed. */
  private static double halves(long[][] pair) {
    for (int k = 0; k < pair[0].length; k++) {
      if ((pair[0][k] == 0) != (pair[1][k] == 0)) {
        return 1;
      }
    }
    return 0;
  }

  @Property(tries = 300, seed = "4")
  void shouldBeNothingBetweenACountAndItself(@ForAll("pairs") long[][] pair) {
    long[] twice = Arrays.stream(pair[0]).map(count -> 2 * count).toArray();

    assertThat(EffectSizes.psi(pair[0], pair[0])).isZero();
    assertThat(EffectSizes.psi(pair[0], twice)).isCloseTo(0, within(1e-12));
    assertThat(EffectSizes.ks(pair[0], twice)).isZero();
    assertThat(EffectSizes.jensenShannon(pair[0], twice)).isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldGiveTheDistanceOfTheDistributionsOfCommonsMath() {
    Random random = new Random(5);
    for (int i = 0; i < 50; i++) {
      long[] reference = uniform(random, 100);
      long[] window = uniform(random, 2 + random.nextInt(60));
      EnumeratedIntegerDistribution p = distribution(reference);
      EnumeratedIntegerDistribution q = distribution(window);

      double distance =
          IntStream.range(0, 16)
              .mapToDouble(k -> Math.abs(p.cumulativeProbability(k) - q.cumulativeProbability(k)))
              .max()
              .orElseThrow();

      assertThat(EffectSizes.ks(reference, window)).isCloseTo(distance, within(1e-12));
    }
  }

  private static EnumeratedIntegerDistribution distribution(long[] counts) {
    return new EnumeratedIntegerDistribution(
        IntStream.range(0, counts.length).toArray(),
        Arrays.stream(counts).asDoubleStream().toArray());
  }
}
