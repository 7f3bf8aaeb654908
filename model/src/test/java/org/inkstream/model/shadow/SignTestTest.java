package org.inkstream.model.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignTestTest {

  /** The integral in exact fractions: Python's fractions module, (1 - q)^losses expanded. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.0",
    "1, 0, 0.4054651081081644",
    "0, 1, -0.6931471805599453",
    "8, 2, 1.3867992841298606",
    "2, 8, -1.9998651431777241",
    "30, 10, 4.146746034776932",
    "120, 80, 2.270470714334503"
  })
  void shouldBeTheIntegral(long wins, long losses, double expected) {
    assertThat(SignTest.logEvidence(wins, losses)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void shouldBeWorthOneOnAverageIfNobodyIsBetter() {
    for (int n = 1; n <= 40; n++) {
      double mean = 0;
      double chance = Math.pow(0.5, n);
      for (int wins = 0; wins <= n; wins++) {
        mean += chance * Math.exp(SignTest.logEvidence(wins, n - wins));
        chance *= (double) (n - wins) / (wins + 1);
      }
      assertThat(mean).isCloseTo(1, within(1e-9));
    }
  }

  /** Not a simulation: every path of up to 600 coins, by the exact chance of each place. */
  @Test
  void shouldGiveAFalseAlarmAtAnyTimeSeldomerThanPromised() {
    double alarms = chanceOfAlarm(0.5, 600);

    // Below the promise, and near it: a bound that nobody comes near would have no power.
    assertThat(alarms).isBetween(0.01, 0.05);
  }

  @Test
  void shouldFindABetterNetworkSoonerOrLater() {
    assertThat(chanceOfAlarm(0.7, 200)).isGreaterThan(0.9);
  }

  /** It has fallen to nothing, and not to something that is no number. */
  @Test
  void shouldBearManyLosses() {
    assertThat(SignTest.logEvidence(0, 1_000_000)).isLessThan(-10);
    assertThat(SignTest.logEvidence(1_000_000, 0)).isGreaterThan(600_000);
  }

  /** That the evidence reaches 20 within so many coins, each of which is a win with that chance. */
  private static double chanceOfAlarm(double win, int coins) {
    double[] byWins = {1};
    double alarms = 0;
    for (int n = 1; n <= coins; n++) {
      double[] next = new double[n + 1];
      for (int wins = 0; wins < n; wins++) {
        next[wins] += byWins[wins] * (1 - win);
        next[wins + 1] += byWins[wins] * win;
      }
      for (int wins = 0; wins <= n; wins++) {
        if (SignTest.logEvidence(wins, n - wins) >= Math.log(20)) {
          alarms += next[wins];
          next[wins] = 0;
        }
      }
      byWins = next;
    }
    return alarms;
  }
}
