package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
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
  void shouldSayNothingOfNothing() {
    long[] empty = new long[4];
    long[] full = {1, 2, 3, 4};

    assertThat(EffectSizes.psi(full, empty)).isZero();
    assertThat(EffectSizes.psiDebiased(full, empty)).isZero();
    assertThat(EffectSizes.ks(full, empty)).isZero();
    assertThat(EffectSizes.psi(empty, full)).isZero();
    assertThat(EffectSizes.psiDebiased(empty, full)).isZero();
    assertThat(EffectSizes.ks(empty, full)).isZero();
  }

  @Test
  void shouldRefuseCountsOfOtherBins() {
    assertThatThrownBy(() -> EffectSizes.psi(new long[3], new long[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<long[][]> pairs() {
    Arbitrary<Long> count =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(0L)),
            Tuple.of(2, Arbitraries.longs().between(0, 5)),
            Tuple.of(1, Arbitraries.longs().between(0, 10_000_000)));
    return Arbitraries.integers()
        .between(1, 16)
        .flatMap(
            bins ->
                count
                    .array(Long[].class)
                    .ofSize(bins)
                    .map(a -> Arrays.stream(a).mapToLong(Long::longValue).toArray())
                    .array(long[][].class)
                    .ofSize(2));
  }

  @Property(tries = 2000, seed = "2")
  void shouldBeFiniteAndSymmetricForAnyCounts(@ForAll("pairs") long[][] pair) {
    double psi = EffectSizes.psi(pair[0], pair[1]);

    assertThat(psi).isFinite().isGreaterThanOrEqualTo(0).isLessThan(1000);
    assertThat(EffectSizes.psi(pair[1], pair[0])).isCloseTo(psi, within(1e-9));
    assertThat(EffectSizes.psi(pair[0], pair[0])).isZero();
    assertThat(EffectSizes.psiDebiased(pair[0], pair[1])).isFinite().isLessThanOrEqualTo(psi);
    assertThat(EffectSizes.ks(pair[0], pair[1])).isBetween(0.0, 1.0);
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
