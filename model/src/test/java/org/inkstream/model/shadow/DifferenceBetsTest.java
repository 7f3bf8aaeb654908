package org.inkstream.model.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceBetsTest {

  /** The products in exact fractions: Python's fractions module. */
  @ParameterizedTest
  @CsvSource({
    "-0.005, 12, 3, 985, 4.36046962444093",
    "0, 12, 3, 985, 1.4303106043288327",
    "0.1, 12, 3, 985, -1.5008729242207166",
    "-0.005, 10, 10, 5000, 8.539538738371643"
  })
  void shouldBeTheMeanOfTheProducts(
      double m, long shadowOnly, long championOnly, long alike, double expected) {
    assertThat(new DifferenceBets(shadowOnly, championOnly, alike).logAbove(m))
        .isCloseTo(expected, within(1e-9));
  }

  /** Bounds found by a plain walk in steps of a millionth, in Python. */
  @Test
  void shouldBoundTheDifference() {
    DifferenceBets bets = new DifferenceBets(12, 3, 985);

    assertThat(bets.mean()).isEqualTo(0.009);
    assertThat(bets.lower(0.025)).isCloseTo(-0.004002, within(2e-6));
    assertThat(bets.upper(0.025)).isCloseTo(0.025493, within(2e-6));
  }

  @Test
  void shouldKnowNothingWithoutEvents() {
    DifferenceBets bets = new DifferenceBets(0, 0, 0);

    assertThat(bets.mean()).isZero();
    assertThat(bets.lower(0.025)).isCloseTo(-1, within(1e-9));
    assertThat(bets.upper(0.025)).isCloseTo(1, within(1e-9));
    assertThat(bets.logAbove(-0.005)).isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldBearThatOneIsAlwaysWrong() {
    DifferenceBets bets = new DifferenceBets(0, 1000, 0);

    assertThat(bets.mean()).isEqualTo(-1);
    assertThat(bets.lower(0.025)).isEqualTo(-1);
    assertThat(bets.upper(0.025)).isBetween(-1.0, -0.9);
  }

  @Test
  void shouldBeWorthOneOnAverageIfTheDifferenceIsAsSupposed() {
    double win = 0.03;
    double loss = 0.05;
    for (int n = 1; n <= 25; n++) {
      double mean = 0;
      for (int wins = 0; wins <= n; wins++) {
        for (int losses = 0; losses <= n - wins; losses++) {
          mean +=
              choose(n, wins)
                  * choose(n - wins, losses)
                  * Math.pow(win, wins)
                  * Math.pow(loss, losses)
                  * Math.pow(1 - win - loss, n - wins - losses)
                  * Math.exp(new DifferenceBets(wins, losses, n - wins - losses).logAbove(-0.02));
        }
      }
      assertThat(mean).isCloseTo(1, within(1e-9));
    }
  }

  /** Every path of up to 250 events, by the exact chance of each place. */
  @Test
  void shouldCallAWorseNetworkNotWorseSeldomerThanPromised() {
    // Worse by exactly the margin of 10 points: 20 % of events one way, 10 % the other.
    assertThat(chanceOfAlarm(0.1, 0.2, -0.1, 250)).isBetween(0.005, 0.05);
  }

  @Test
  void shouldFindThatANetworkIsNotWorse() {
    assertThat(chanceOfAlarm(0.1, 0.1, -0.1, 250)).isGreaterThan(0.5);
  }

  /** That the capital reaches 20 within so many events. */
  private static double chanceOfAlarm(double win, double loss, double m, int events) {
    Map<Integer, Double> places = new HashMap<>(Map.of(0, 1.0));
    double alarms = 0;
    for (int n = 1; n <= events; n++) {
      Map<Integer, Double> next = new HashMap<>();
      places.forEach(
          (place, chance) -> {
            next.merge(place, chance * (1 - win - loss), Double::sum);
            next.merge(place + 1, chance * win, Double::sum);
            next.merge(place + 1000, chance * loss, Double::sum);
          });
      int all = n;
      next.values().removeIf(chance -> chance < 1e-12);
      for (Integer place : next.keySet().toArray(Integer[]::new)) {
        int wins = place % 1000;
        int losses = place / 1000;
        if (new DifferenceBets(wins, losses, all - wins - losses).logAbove(m) >= Math.log(20)) {
          alarms += next.remove(place);
        }
      }
      places = next;
    }
    return alarms;
  }

  private static double choose(int n, int k) {
    double ways = 1;
    for (int i = 0; i < k; i++) {
      ways = ways * (n - i) / (i + 1);
    }
    return ways;
  }
}
