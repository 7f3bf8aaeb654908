package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceStatisticTest {

  private static final int STATISTIC = 4;

  private static long hash(int i) {
    return EventHash.of("reference-" + i);
  }

  private static ReferenceStatistic of(double[] values, int bins) {
    long[] jitters =
        IntStream.range(0, values.length)
            .mapToLong(i -> EventHash.jitter(hash(i), STATISTIC))
            .toArray();
    return ReferenceStatistic.of("some", values, jitters, bins);
  }

  private static double[] values(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count).mapToDouble(value).toArray();
  }

  @Test
  void shouldPutItsEdgesAtFixedRanks() {
    // 1,000 gaps: thousandths, hundredths and quarters of them.
    ReferenceStatistic statistic = of(values(999, i -> 998 - i), 4);

    assertThat(statistic.edges()).containsExactly(0, 9, 249, 499, 749, 989, 998);
    assertThat(statistic.gaps()).containsExactly(1, 9, 240, 250, 250, 240, 9, 1);
    assertThat(statistic.counts()).containsExactly(1, 9, 240, 250, 250, 240, 9, 0);
    assertThat(statistic.bins()).isEqualTo(8);
    assertThat(statistic.events()).isEqualTo(999);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 15, 16, 17, 100, 999, 10_000})
  void shouldChooseRanksWithoutLookingAtTheValues(int n) {
    Random random = new Random(n);
    ReferenceStatistic spread = of(values(n, i -> random.nextGaussian()), 16);
    ReferenceStatistic tied = of(values(n, i -> random.nextInt(2)), 16);
    ReferenceStatistic equal = of(values(n, i -> 3), 16);

    assertThat(tied.gaps()).isEqualTo(spread.gaps());
    assertThat(equal.gaps()).isEqualTo(spread.gaps());
    assertThat(Arrays.stream(spread.gaps()).sum()).isEqualTo(n + 1);
    assertThat(Arrays.stream(spread.gaps()).min().orElseThrow()).isGreaterThanOrEqualTo(1);
    assertThat(Arrays.stream(spread.counts()).sum()).isEqualTo(n);
    assertThat(spread.edges()).isSorted().hasSize(spread.bins() - 1);
    assertThat(spread.events()).isEqualTo(n);
  }

  @Test
  void shouldHaveEqualBinsAndTails() {
    ReferenceStatistic statistic = of(values(9_999, i -> i), 16);

    // 10,000 gaps: ten and ninety at both ends, 525 to the first sixteenth, and 625 between.
    assertThat(statistic.gaps()).hasSize(20).startsWith(10, 90, 525, 625).endsWith(525, 90, 10);
    assertThat(Arrays.copyOfRange(statistic.gaps(), 3, 17)).containsOnly(625);
  }

  @Test
  void shouldCountItsOwnImagesAsItSays() {
    Random random = new Random(2);
    double[] values = values(500, i -> random.nextInt(30));
    ReferenceStatistic statistic = of(values, 16);
    long[] counts = new long[statistic.bins()];
    for (int i = 0; i < values.length; i++) {
      counts[statistic.bin(values[i], hash(i), STATISTIC)]++;
    }

    assertThat(counts).isEqualTo(statistic.counts());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40, 100_000})
  void shouldGiveANewValueTheProbabilityOfItsGaps(int different) {
    // The value left out of n + 1 exchangeable ones is each of them with the same probability, so
    // each bin gets just as many of them as it has gaps, however many are equal.
    int all = 300;
    Random random = new Random(different);
    double[] values = values(all, i -> random.nextInt(different));
    long[] found = null;
    ReferenceStatistic statistic = null;
    for (int left = 0; left < all; left++) {
      int without = left;
      int[] others = IntStream.range(0, all).filter(i -> i != without).toArray();
      statistic =
          ReferenceStatistic.of(
              "some",
              Arrays.stream(others).mapToDouble(i -> values[i]).toArray(),
              Arrays.stream(others).mapToLong(i -> EventHash.jitter(hash(i), STATISTIC)).toArray(),
              16);
      found = found == null ? new long[statistic.bins()] : found;
      found[statistic.bin(values[left], hash(left), STATISTIC)]++;
    }

    assertThat(found).isEqualTo(statistic.gaps());
  }

  @Test
  void shouldDivideEqualValuesByTheirJitter() {
    ReferenceStatistic statistic = of(values(999, i -> 7), 4);
    long[] counts = new long[8];
    for (int i = 0; i < 10_000; i++) {
      counts[statistic.bin(7, EventHash.of("event-" + i), STATISTIC)]++;
    }

    // Expected 2,400 or 2,500, and about 140 off: most of it the reference's own jitters' doing.
    for (int k = 2; k < 6; k++) {
      assertThat((double) counts[k]).isCloseTo(statistic.gaps()[k] * 10.0, within(500.0));
    }
    assertThat(statistic.bin(6.999, 1, STATISTIC)).isZero();
    assertThat(statistic.bin(7.001, 1, STATISTIC)).isEqualTo(7);
  }

  @Test
  void shouldGiveTheSameBinOnEveryReplay() {
    ReferenceStatistic statistic = of(values(999, i -> 7), 4);

    for (int i = 0; i < 50; i++) {
      long hash = EventHash.of("event-" + i);
      assertThat(statistic.bin(7, hash, STATISTIC)).isEqualTo(statistic.bin(7, hash, STATISTIC));
    }
  }

  @Test
  void shouldTakeBothZerosAsEqual() {
    ReferenceStatistic statistic = of(values(999, i -> i % 2 == 0 ? 0.0 : -0.0), 4);

    assertThat(statistic.edges()).containsOnly(0.0);
    for (int i = 0; i < 50; i++) {
      long hash = EventHash.of("event-" + i);
      assertThat(statistic.bin(-0.0, hash, STATISTIC)).isEqualTo(statistic.bin(0, hash, STATISTIC));
    }
  }

  @Test
  void shouldPutInfinitiesIntoTheOuterBins() {
    ReferenceStatistic statistic = of(values(999, i -> i), 4);

    assertThat(statistic.bin(Double.NEGATIVE_INFINITY, 1, STATISTIC)).isZero();
    assertThat(statistic.bin(Double.POSITIVE_INFINITY, 1, STATISTIC)).isEqualTo(7);
  }

  @Test
  void shouldKnowMeanDeviationExtremesAndQuantiles() {
    Random random = new Random(8);
    double[] values = values(1_001, i -> random.nextGaussian() * 3 + 1);

    ReferenceStatistic statistic = of(values, 16);

    DescriptiveStatistics expected = new DescriptiveStatistics(values);
    assertThat(statistic.mean()).isCloseTo(expected.getMean(), within(1e-12));
    assertThat(statistic.standardDeviation())
        .isCloseTo(expected.getStandardDeviation(), within(1e-12));
    assertThat(statistic.least()).isEqualTo(expected.getMin());
    assertThat(statistic.largest()).isEqualTo(expected.getMax());
    double[] sorted = expected.getSortedValues();
    assertThat(statistic.quantiles())
        .containsExactly(sorted[50], sorted[250], sorted[500], sorted[750], sorted[950]);
  }

  @Test
  void shouldStandOnOneImage() {
    ReferenceStatistic statistic = of(new double[] {5}, 16);

    assertThat(statistic.standardDeviation()).isZero();
    assertThat(statistic.gaps()).containsExactly(1, 1);
    assertThat(statistic.quantiles()).containsOnly(5);
    assertThat(statistic.bin(4, 1, STATISTIC)).isZero();
    assertThat(statistic.bin(6, 1, STATISTIC)).isEqualTo(1);
  }

  @Test
  void shouldHaveTwoBinsForEachOfManyClasses() {
    assertThat(ReferenceStatistic.binsOf(2)).isEqualTo(16);
    assertThat(ReferenceStatistic.binsOf(10)).isEqualTo(20);
    assertThat(ReferenceStatistic.binsOf(1000)).isEqualTo(128);
  }
}
