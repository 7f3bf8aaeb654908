package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final double EXACT = 1e-12;

  private static Spread spread(double[] edges, double least, double largest, long... counts) {
    return Spread.of(edges, counts, least, largest);
  }

  @Test
  void shouldInterpolateQuantilesWithinBins() {
    // A quarter from 0 to 1, half from 1 to 2, a quarter from 2 to 4.
    Spread spread = spread(new double[] {1, 2}, 0, 4, 1, 2, 1);

    assertThat(spread.quantile(0)).isZero();
    assertThat(spread.quantile(0.125)).isCloseTo(0.5, within(EXACT));
    assertThat(spread.quantile(0.25)).isCloseTo(1, within(EXACT));
    assertThat(spread.quantile(0.5)).isCloseTo(1.5, within(EXACT));
    assertThat(spread.quantile(0.875)).isCloseTo(3, within(EXACT));
    assertThat(spread.quantile(1)).isCloseTo(4, within(EXACT));
  }

  @Test
  void shouldPassOverEmptyBins() {
    Spread spread = spread(new double[] {1, 2, 3}, 2.5, 2.75, 0, 0, 7, 0);

    assertThat(spread.quantile(0)).isEqualTo(2);
    assertThat(spread.quantile(0.5)).isCloseTo(2.5, within(EXACT));
    assertThat(spread.quantile(1)).isEqualTo(3);
  }

  @Test
  void shouldEndWhereTheMassEndsThoughTenTenthsAreLessThanOne() {
    double[] edges = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    Spread spread = spread(edges, 0, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    Spread far =
        spread(
            new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99},
            0,
            10,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            0,
            0);

    assertThat(spread.quantile(1)).isEqualTo(10);
    assertThat(far.quantile(1)).isEqualTo(10);
  }

  @Test
  void shouldHaveAnAtomWhereEdgesAreEqual() {
    // Half at 5, a quarter below it from 3, and a quarter above it to 7.
    Spread spread = spread(new double[] {5, 5}, 3, 7, 1, 2, 1);

    assertThat(spread.quantile(0.25)).isEqualTo(5);
    assertThat(spread.quantile(0.5)).isEqualTo(5);
    assertThat(spread.quantile(0.75)).isEqualTo(5);
    assertThat(spread.quantile(0.875)).isCloseTo(6, within(EXACT));
    // The mean distance from 5: half nothing, a quarter 1 below and a quarter 1 above.
    Spread atFive = spread(new double[] {5, 5}, 5, 5, 0, 4, 0);
    assertThat(spread.distance(atFive)).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void shouldMeasureHowFarAnIntervalWasMoved() {
    double[] edge = {1};
    Spread before = spread(edge, 0, 1, 8, 0);
    Spread after = spread(edge, 1, 2, 0, 3);

    assertThat(before.distance(after)).isCloseTo(1, within(EXACT));
    assertThat(after.distance(before)).isCloseTo(1, within(EXACT));
  }

  @Test
  void shouldMeasureMassThatCrosses() {
    // From 0 to 2 against from 0 to 1 only, u / 2 and u: the area between is 1/2.
    assertThat(spread(new double[] {1}, 0, 2, 1, 1).distance(spread(new double[] {1}, 0, 1, 2, 0)))
        .isCloseTo(0.5, within(EXACT));
    // 3/4, 1/4 and 1/4, 3/4 on two unit intervals: the lines are 0, 1/2, 0 apart.
    assertThat(spread(new double[] {1}, 0, 2, 3, 1).distance(spread(new double[] {1}, 0, 2, 1, 3)))
        .isCloseTo(0.5, within(EXACT));
    // Wide against narrow about the same centre: the difference changes its sign in the middle.
    Spread wide = spread(new double[] {1, 2}, 0, 3, 1, 0, 1);
    Spread narrow = spread(new double[] {1, 2}, 0, 3, 0, 1, 0);
    // Each half of the mass is 1 away on average: from 1/2 to 5/4.
    assertThat(wide.distance(narrow)).isCloseTo(0.75, within(EXACT));
  }

  @Test
  void shouldReachAsFarAsTheExtremes() {
    double[] edges = {1, 2};
    Spread reference = spread(edges, 0, 3, 1, 1, 1);
    Spread window = spread(edges, 0, 102, 1, 1, 1);

    // A third of the mass is uniform to 102 instead of to 3: 99 / 2 farther.
    assertThat(reference.distance(window)).isCloseTo(99 / 2.0 / 3, within(1e-9));
  }

  @Test
  void shouldStandWithoutEdges() {
    Spread spread = spread(new double[0], 2, 4, 10);

    assertThat(spread.quantile(0.25)).isEqualTo(2.5);
    assertThat(spread.distance(spread(new double[0], 3, 5, 1))).isCloseTo(1, within(EXACT));
  }

  record Case(double[] edges, long[] counts, double least, double largest) {

    Spread spread() {
      return Spread.of(edges, counts, least, largest);
    }

    /** The cumulative distribution as the Javadoc says it. */
    double cumulative(double x) {
      double sum = 0;
      double total = Arrays.stream(counts).sum();
      for (int k = 0; k < counts.length; k++) {
        double from = k == 0 ? Math.min(least, edges[0]) : edges[k - 1];
        double to = k == edges.length ? Math.max(largest, edges[k - 1]) : edges[k];
        double share =
            to > from ? Math.max(0, Math.min(1, (x - from) / (to - from))) : x < to ? 0 : 1;
        sum += share * counts[k] / total;
      }
      return sum;
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<double[]> edges =
        Arbitraries.integers()
            .between(0, 6)
            .array(Integer[].class)
            .ofSize(5)
            .map(some -> Arrays.stream(some).mapToDouble(Integer::doubleValue).sorted().toArray());
    Arbitrary<long[]> counts =
        Arbitraries.longs()
            .between(0, 4)
            .array(long[].class)
            .ofSize(6)
            .filter(c -> Arrays.stream(c).sum() > 0);
    Arbitrary<Double> extreme = Arbitraries.doubles().between(-2, 9);
    return Combinators.combine(edges, counts, extreme, extreme)
        .as((e, c, x, y) -> new Case(e, c, Math.min(x, y), Math.max(x, y)));
  }

  @Property(tries = 150, seed = "6")
  void shouldBeTheAreaBetweenTheCumulativeDistributions(
      @ForAll("cases") Case one, @ForAll("cases") Case other) {
    // Midpoints of 11,000 steps from -2 to 9; each of the 14 jumps may cost a step of area.
    double step = 1e-3;
    double area = 0;
    for (int i = 0; i < 11_000; i++) {
      double x = -2 + (i + 0.5) * step;
      area += Math.abs(one.cumulative(x) - other.cumulative(x)) * step;
    }

    assertThat(one.spread().distance(other.spread())).isCloseTo(area, within(2e-3));
  }

  @Property(tries = 150, seed = "7")
  void shouldBeTheMeanDistanceOfQuantiles(@ForAll("cases") Case one, @ForAll("cases") Case other) {
    Spread a = one.spread();
    Spread b = other.spread();
    int levels = 20_000;
    double mean = 0;
    for (int i = 0; i < levels; i++) {
      double level = (i + 0.5) / levels;
      mean += Math.abs(a.quantile(level) - b.quantile(level)) / levels;
    }

    // Quantiles jump by up to 11 where bins are empty, at most 12 times, each within one level.
    assertThat(a.distance(b)).isCloseTo(mean, within(12 * 11.0 / levels));
  }

  @Property(tries = 300, seed = "8")
  void shouldBeADistance(
      @ForAll("cases") Case one, @ForAll("cases") Case other, @ForAll("cases") Case third) {
    Spread a = one.spread();
    Spread b = other.spread();
    Spread c = third.spread();

    assertThat(a.distance(a)).isZero();
    assertThat(a.distance(b)).isCloseTo(b.distance(a), within(EXACT)).isNotNegative();
    assertThat(a.distance(c)).isLessThanOrEqualTo(a.distance(b) + b.distance(c) + EXACT);
  }

  @Property(tries = 300, seed = "9")
  void shouldInvertTheCumulativeDistribution(@ForAll("cases") Case one) {
    for (double level = 0.05; level < 1; level += 0.05) {
      double quantile = one.spread().quantile(level);

      // Just above it lies as much as the level, and just below it no more.
      assertThat(one.cumulative(quantile + 1e-9)).isGreaterThanOrEqualTo(level - 1e-6);
      assertThat(one.cumulative(quantile - 1e-9)).isLessThanOrEqualTo(level + 1e-6);
    }
  }
}
