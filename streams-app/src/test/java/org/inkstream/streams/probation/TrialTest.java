package org.inkstream.streams.probation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.inkstream.streams.probation.Trial.Charge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {

  /** As for a network that is right on 99 of 100 held-out images. */
  private static final double ACCEPTED = 0.03;

  private final Trial trial = new Trial(Map.of(Charge.ERROR, ACCEPTED, Charge.REJECTION, 0.01));

  /** Labels until the verdict; -1 if there is none within the most. */
  private static int convictedAfter(double errorRate, int most, int together, long seed) {
    Trial trial = new Trial(Map.of(Charge.ERROR, ACCEPTED));
    Random random = new Random(seed);
    for (int labels = 0; labels < most; labels += together) {
      int errors = 0;
      for (int i = 0; i < together; i++) {
        errors += random.nextDouble() < errorRate ? 1 : 0;
      }
      trial.hear(Charge.ERROR, errors, together);
      if (trial.verdict().isPresent()) {
        return labels + together;
      }
    }
    return -1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 400})
  void shouldConvictOneThatErrsInTenOfAHundredWithinTwoThousandLabels(int together) {
    for (long seed = 0; seed < 200; seed++) {
      assertThat(convictedAfter(0.1, 2_000, together, seed)).isBetween(1, 2_000);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.01, 0.02})
  void shouldNeverConvictAGoodOneInAHundredThousandLabels(double errorRate) {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(convictedAfter(errorRate, 100_000, 50, seed)).isNegative();
    }
  }

  /** The bound: at the accepted rate itself the mean run is at least a million messages. */
  @Test
  void shouldSeldomConvictOneAtTheVeryRateThatIsAccepted() {
    int convicted = 0;
    for (long seed = 0; seed < 200; seed++) {
      convicted += convictedAfter(ACCEPTED, 100_000, 100, seed) < 0 ? 0 : 1;
    }

    // 1,000 messages each: 0.2 convictions are expected at most in all 200 runs.
    assertThat(convicted).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldWeighEvidenceAsTheFormulaHasIt() {
    // Four bets q on 0.0375, 0.045, 0.06, 0.12; one message of 60 errors among 400: the largest is
    // 60 ln(0.12 / 0.03) + 340 ln(0.88 / 0.97) = 83.18 - 33.11 = 50.07 nats, less ln 4 for the
    // mean,
    // that is 48.68 nats or 10^21.1; computed with a calculator.
    trial.hear(Charge.ERROR, 60, 400);

    assertThat(trial.verdict())
        .hasValue("labelled events wrong: 15.0 % of 400, accepted 3.0 %, evidence 10^21.1");
  }

  @Test
  void shouldTryEachChargeByItself() {
    trial.hear(Charge.ERROR, 1, 1_000);
    trial.hear(Charge.REJECTION, 100, 1_000);
    trial.hear(Charge.SLOWNESS, 1_000, 1_000);

    // Nothing is accepted of slowness: it is not tried.
    assertThat(trial.verdict()).hasValueSatisfying(text -> assertThat(text).startsWith("events"));
    assertThat(trial.verdict().orElseThrow()).doesNotContain("batches").doesNotContain("labelled");
  }

  @Test
  void shouldGoOnWhereItsStateLeftOff() {
    trial.hear(Charge.ERROR, 20, 200);
    trial.hear(Charge.REJECTION, 0, 200);

    Trial again = Trial.of(trial.toBytes());
    trial.hear(Charge.ERROR, 30, 200);
    again.hear(Charge.ERROR, 30, 200);

    assertThat(again.toBytes()).isEqualTo(trial.toBytes());
    assertThat(again.verdict()).isPresent().isEqualTo(trial.verdict());
  }

  @Test
  void shouldSayNothingOfNothing() {
    trial.hear(Charge.ERROR, 0, 0);

    assertThat(trial.verdict()).isEmpty();
  }
}
