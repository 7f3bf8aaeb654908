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
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class ProfileBuilderTest {

  private static final int INK = 0;

  private static double[] repeat(int times, double value) {
    double[] values = new double[times];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] join(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void shouldPutEdgesAtEvenlySpacedOrderStatistics() {
    // 31 values have 32 gaps, two for each of 16 bins: edges at ranks 2, 4, … 30.
    double[] values = IntStream.rangeClosed(1, 31).mapToDouble(i -> i).toArray();

    ReferenceProfile profile = Examples.ofInk(values);

    assertThat(profile.edges(INK))
        .containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    assertThat(profile.counts(INK)).containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1);
    assertThat(profile.gapCounts(INK)).containsOnly(2).hasSize(16);
  }

  @Test
  void shouldPutAValueOnAnEdgeIntoTheBinThatEndsThere() {
    ReferenceProfile profile =
        Examples.ofInk(IntStream.rangeClosed(1, 31).mapToDouble(i -> i).toArray());

    assertThat(profile.bin(INK, 2)).isZero();
    assertThat(profile.bin(INK, Math.nextUp(2.0))).isEqualTo(1);
    assertThat(profile.bin(INK, 4)).isEqualTo(1);
    assertThat(profile.bin(INK, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(profile.bin(INK, 30.5)).isEqualTo(15);
    assertThat(profile.bin(INK, Double.POSITIVE_INFINITY)).isEqualTo(15);
    assertThatThrownBy(() -> profile.bin(INK, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldHaveFewerBinsWhenValuesAreEqual() {
    // Ranks 1 … 60 are 0, the others 1: the only distinct value below the largest is 0.
    ReferenceProfile profile = Examples.ofInk(join(repeat(60, 0), repeat(40, 1)));

    assertThat(profile.edges(INK)).containsExactly(0);
    assertThat(profile.counts(INK)).containsExactly(60, 40);
    assertThat(profile.gapCounts(INK)).containsExactly(60, 41);
  }

  @Test
  void shouldSeparateRareValuesBelowACommonLargestOne() {
    ReferenceProfile profile = Examples.ofInk(join(new double[] {0.2, 0.3}, repeat(500, 1)));

    assertThat(profile.edges(INK)).containsExactly(0.3);
    assertThat(profile.counts(INK)).containsExactly(2, 500);
  }

  @Test
  void shouldKeepOneEdgeWhenAllValuesAreEqual() {
    for (int n : new int[] {1, 2, 1000}) {
      ReferenceProfile profile = Examples.ofInk(repeat(n, 0.25));

      assertThat(profile.edges(INK)).containsExactly(0.25);
      assertThat(profile.counts(INK)).containsExactly(n, 0);
      assertThat(profile.gapCounts(INK)).containsExactly(n, 1);
      assertThat(profile.mean(INK)).isEqualTo(0.25);
      assertThat(profile.standardDeviation(INK)).isZero();
    }
  }

  @Test
  void shouldTreatBothZerosAsOneValue() {
    ReferenceProfile profile = Examples.ofInk(-0.0, 0.0, -0.0, 0.0);

    assertThat(profile).isEqualTo(Examples.ofInk(0.0, 0.0, 0.0, 0.0));
  }

  @Test
  void shouldHaveTheMomentsThatCommonsMathComputes() {
    double[] values = new Random(7).doubles(1000).toArray();
    DescriptiveStatistics expected = new DescriptiveStatistics(values);

    ReferenceProfile profile = Examples.ofInk(values);

    assertThat(profile.mean(INK)).isCloseTo(expected.getMean(), within(1e-14));
    assertThat(profile.standardDeviation(INK))
        .isCloseTo(expected.getStandardDeviation(), within(1e-14));
  }

  @Test
  void shouldCountThePredictedClasses() {
    ReferenceProfile profile =
        new ProfileBuilder(Examples.NAMES)
            .add(new Observation(0, new float[] {0.2f, 0.7f, 0.1f}))
            .add(new Observation(0, new float[] {0.2f, 0.1f, 0.7f}))
            .add(new Observation(0, new float[] {0.1f, 0.7f, 0.2f}))
            .build();

    assertThat(profile.events()).isEqualTo(3);
    assertThat(profile.classCounts()).containsExactly(0L, 2L, 1L);
  }

  @Test
  void shouldHaveADigestOfItsContentOnly() {
    ReferenceProfile profile = Examples.ofInk(1, 2, 3);

    assertThat(Examples.ofInk(3, 1, 2).digest()).isEqualTo(profile.digest()).hasSize(16);
    assertThat(Examples.ofInk(1, 2, Math.nextUp(3.0)).digest()).isNotEqualTo(profile.digest());
  }

  @Test
  void shouldRefuseWhatNoNetworkInOrderGives() {
    ProfileBuilder builder = new ProfileBuilder(Examples.NAMES);

    assertThatThrownBy(() -> builder.add(Examples.ink(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("meanInk");
    assertThatThrownBy(() -> builder.add(new Observation(0, new float[] {1, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 classes");
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }

  /** Up to 300 values; the fewer decimals, the more of them are equal. */
  @Provide
  Arbitrary<double[]> values() {
    return Arbitraries.of(1, 10, 1000)
        .flatMap(
            unit ->
                Arbitraries.integers()
                    .between(-3 * unit, 3 * unit)
                    .map(i -> (double) i / unit)
                    .array(Double[].class)
                    .ofMinSize(1)
                    .ofMaxSize(300))
        .map(boxed -> Arrays.stream(boxed).mapToDouble(Double::doubleValue).toArray());
  }

  @Property(tries = 300, seed = "1")
  void shouldHaveConsistentBinsForAnyValues(@ForAll("values") double[] values) {
    ReferenceProfile profile = Examples.ofInk(values);

    double[] edges = profile.edges(INK);
    assertThat(edges).doesNotHaveDuplicates().isSorted().hasSizeBetween(1, 15);
    assertThat(Arrays.stream(profile.gapCounts(INK)).sum()).isEqualTo(values.length + 1);
    long[] recounted = new long[edges.length + 1];
    for (double value : values) {
      recounted[(int) Arrays.stream(edges).filter(edge -> edge < value).count()]++;
    }
    assertThat(profile.counts(INK)).isEqualTo(recounted);
  }
}
