package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {

  @ParameterizedTest
  @CsvSource({
    // What R's binom.test gives for 95 %.
    "0, 10, 0, 0.3084971",
    "1, 10, 0.002528579, 0.4450161",
    "5, 10, 0.1870860, 0.8129140",
    "10, 100, 0.04900469, 0.1762226",
    "10, 10, 0.6915029, 1"
  })
  void shouldGiveThePublishedLimits(long successes, long trials, double lower, double upper) {
    assertThat(Intervals.lower(successes, trials, 0.975)).isCloseTo(lower, within(5e-8));
    assertThat(Intervals.upper(successes, trials, 0.975)).isCloseTo(upper, within(5e-8));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 40", "39, 40", "200, 10000", "150, 300"})
  void shouldLeaveTheTailsOfTheBinomialDistribution(int successes, int trials) {
    for (double confidence : new double[] {0.9, 0.975, 0.99}) {
      double lower = Intervals.lower(successes, trials, confidence);
      double upper = Intervals.upper(successes, trials, confidence);

      // At the lower limit so many or more, at the upper one so many or fewer, are just so rare.
      assertThat(
              1
                  - new BinomialDistribution(null, trials, lower)
                      .cumulativeProbability(successes - 1))
          .isCloseTo(1 - confidence, within(1e-4 * (1 - confidence)));
      assertThat(new BinomialDistribution(null, trials, upper).cumulativeProbability(successes))
          .isCloseTo(1 - confidence, within(1e-4 * (1 - confidence)));
    }
  }

  @Test
  void shouldKnowNothingOfNothing() {
    assertThat(Intervals.lower(0, 0, 0.99)).isZero();
    assertThat(Intervals.upper(0, 0, 0.99)).isEqualTo(1);
  }

  @Test
  void shouldGiveTheRuleOfThree() {
    // No errors in n: 1 - 0.05^(1/n).
    assertThat(Intervals.upper(0, 1000, 0.95))
        .isCloseTo(1 - Math.pow(0.05, 1 / 1000.0), within(1e-8));
  }
}
