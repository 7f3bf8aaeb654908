package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogMathTest {

  private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

  /** ln of a (a + 1) ... (a + x - 1), the product without any rounding. */
  private static double exact(double a, int x) {
    BigDecimal product = BigDecimal.ONE;
    for (int i = 0; i < x; i++) {
      product = product.multiply(new BigDecimal(a).add(BigDecimal.valueOf(i)));
    }
    int digits = product.precision();
    BigInteger unscaled = product.unscaledValue();
    double leading = new BigDecimal(unscaled, digits - 1).doubleValue();
    return StrictMath.log(leading) + (digits - 1 - product.scale()) * StrictMath.log(10);
  }

  /** The same as a sum of logarithms with a second double for what the first cannot hold. */
  private static double summed(double a, long x) {
    double sum = 0;
    double lost = 0;
    for (long i = 0; i < x; i++) {
      double term = StrictMath.log(a + i);
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
      sum = next;
    }
    return sum + lost;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 0.5, 1, 3.75, 31.5, 32, 33.125, 100.5, 12345.75})
  void shouldGiveTheLogarithmOfTheExactProduct(double a) {
    for (int x : new int[] {0, 1, 2, 4, 5, 6, 30, 40, 200}) {
      double expected = exact(a, x);

      // 8 units in the last place of the largest number on the way.
      assertThat(LogMath.rising(a, x))
          .as("%s, %d", a, x)
          .isCloseTo(expected, within(1e-15 + 8 * Math.ulp(Math.abs(expected) + 25)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 1, 3.7, 31.5, 32, 100, 1000.5})
  void shouldBeTheDifferenceOfTwoLogarithmsOfGamma(double a) {
    for (long x : new long[] {1, 3, 5, 50, 1000, 100_000}) {
      double expected = Gamma.logGamma(a + x) - Gamma.logGamma(a);

      // What commons-math's two values may be wrong by: 1e-14 of the larger one.
      assertThat(LogMath.rising(a, x))
          .isCloseTo(expected, within(1e-14 * Math.max(10, Math.abs(Gamma.logGamma(a + x)))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1e10, 10000000",
    "1e10, 5",
    "1e10, 4",
    "1e10, 1000",
    "4e4, 10000000",
    "0.5, 1000000",
    "331776.5, 12345",
    "33, 7"
  })
  void shouldBeTheSumOfLogarithmsForLargeNumbers(double a, long x) {
    double expected = summed(a, x);

    assertThat(LogMath.rising(a, x)).isCloseTo(expected, within(2e-15 * expected));
  }

  @Test
  void shouldKeepTheDigitsThatTwoLogarithmsOfGammaLose() {
    // x ln a and then x (x - 1) / 2a, the next term being below 1e-13: hand-worked.
    double a = 1e10;
    double expected = 100 * StrictMath.log(a) + 100 * 99 / (2 * a);

    assertThat(LogMath.rising(a, 100)).isCloseTo(expected, within(5e-12));
  }

  @Test
  void shouldBeNothingForNoFactors() {
    assertThat(LogMath.rising(3.5, 0)).isZero();
    assertThat(LogMath.rising(1e12, 0)).isZero();
  }

  @Test
  void shouldAddOneToAnExponential() {
    assertThat(LogMath.onePlusExp(MINUS_INFINITY)).isZero();
    assertThat(LogMath.onePlusExp(0)).isCloseTo(Math.log(2), within(1e-16));
    assertThat(LogMath.onePlusExp(1)).isCloseTo(Math.log(1 + Math.E), within(1e-15));
    assertThat(LogMath.onePlusExp(-1)).isCloseTo(Math.log(1 + 1 / Math.E), within(1e-16));
    // ln(1 + e^-50) is e^-50; ln(1 + e^800) is 800, though e^800 is no double.
    assertThat(LogMath.onePlusExp(-50)).isCloseTo(Math.exp(-50), within(1e-36));
    assertThat(LogMath.onePlusExp(800)).isEqualTo(800);
  }

  @Test
  void shouldAverageExponentials() {
    // ln((1 + 2 + 3) / 3)
    assertThat(LogMath.meanExp(new double[] {0, Math.log(2), Math.log(3)}))
        .isCloseTo(Math.log(2), within(1e-15));
    assertThat(LogMath.meanExp(new double[] {-5000, -5000})).isEqualTo(-5000);
    assertThat(LogMath.meanExp(new double[] {5000, 5000})).isEqualTo(5000);
  }

  @Test
  void shouldAverageExponentialsOfMinusInfinity() {
    assertThat(LogMath.meanExp(new double[] {MINUS_INFINITY, 0}))
        .isCloseTo(-Math.log(2), within(1e-15));
    assertThat(LogMath.meanExp(new double[] {MINUS_INFINITY, MINUS_INFINITY}))
        .isEqualTo(MINUS_INFINITY);
  }
}
