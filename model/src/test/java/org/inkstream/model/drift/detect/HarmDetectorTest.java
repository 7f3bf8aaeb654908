package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmDetectorTest {

  /** The mean of what each bet wins in a window of 40 labels when the error rate is this. */
  private static double[] meanWins(double accepted, double rate) {
    int labelled = 40;
    BinomialDistribution errors = new BinomialDistribution(null, labelled, rate);
    double[] wins = new double[4];
    for (int k = 0; k <= labelled; k++) {
      HarmDetector detector = HarmDetector.fresh(accepted);
      detector.observe(k, labelled);
      double[] logs = detector.state();
      for (int j = 0; j < wins.length; j++) {
        wins[j] += errors.probability(k) * Math.exp(logs[j]);
      }
    }
    return wins;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.02, 0.1, 0.3, 0.6, 0.9, 0.949})
  void shouldWinOneOnAverageAtTheAcceptedRate(double accepted) {
    assertThat(meanWins(accepted, accepted)).containsOnly(new double[] {1}, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.3, 0.9, 0.97, 1})
  void shouldWinNoMoreThanOneBelowTheAcceptedRate(double accepted) {
    for (double part : new double[] {0, 0.3, 0.9, 0.999}) {
      for (double win : meanWins(accepted, part * accepted)) {
        assertThat(win).isLessThanOrEqualTo(1 + 1e-10);
      }
    }
  }

  @Test
  void shouldWinAboveIt() {
    for (double win : meanWins(0.1, 0.3)) {
      assertThat(win).isGreaterThan(1.5);
    }
  }

  @Test
  void shouldFollowTheRecursionWorkedOutByHand() {
    HarmDetector detector = HarmDetector.fresh(0.1);

    detector.observe(3, 10);
    detector.observe(1, 2);

    double sum = 0;
    for (double factor : new double[] {1.25, 1.5, 2, 4}) {
      double kept = (1 - factor / 10) / 0.9;
      double first = Math.pow(factor, 3) * Math.pow(kept, 7);
      sum += (1 + first) * factor * kept;
    }
    assertThat(Math.exp(detector.logEvidence())).isCloseTo(sum / 4, within(1e-12));
  }

  @Test
  void shouldBetOnNoMoreThanNinetyFiveInAHundred() {
    HarmDetector detector = HarmDetector.fresh(0.5);

    detector.observe(1, 1);

    // 0.625, 0.75, and twice 0.95 instead of 1 and 2.
    assertThat(Arrays.stream(detector.state()).map(Math::exp).toArray())
        .containsExactly(new double[] {1.25, 1.5, 1.9, 1.9}, within(1e-14));
  }

  @Test
  void shouldGrowByOneWithAWindowWithoutLabels() {
    HarmDetector detector = HarmDetector.fresh(0.02);
    assertThat(detector.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    for (int window = 1; window <= 20; window++) {
      detector.observe(0, 0);
      assertThat(detector.logEvidence()).isCloseTo(Math.log(window), within(1e-13));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 1e-9, 0.5, 0.95, 0.96, 0.999, 1})
  void shouldStayFiniteWhateverTheLabelsSay(double accepted) {
    HarmDetector detector = HarmDetector.fresh(accepted);
    for (int window = 0; window < 1_000; window++) {
      detector.observe(10_000_000, 10_000_000);
      assertThat(detector.logEvidence()).isFinite();
    }
    for (int window = 0; window < 1_000; window++) {
      detector.observe(0, 10_000_000);
      assertThat(detector.logEvidence()).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.95, 0.97, 1})
  void shouldFindNoHarmWhereNearlyEverythingIsAccepted(double accepted) {
    HarmDetector detector = HarmDetector.fresh(accepted);

    detector.observe(1_000, 1_000);
    detector.observe(1_000, 1_000);

    assertThat(detector.logEvidence()).isCloseTo(Math.log(2), within(1e-14));
  }

  @Test
  void shouldGoOnFromItsStateAsIfNothingHadHappened() {
    HarmDetector one = HarmDetector.fresh(0.02);
    one.observe(5, 100);
    HarmDetector other = HarmDetector.in(0.02, one.state());
    Arrays.fill(one.state(), 99);

    one.observe(3, 30);
    other.observe(3, 30);

    assertThat(other.state()).isEqualTo(one.state());
    assertThat(other.logEvidence()).isEqualTo(one.logEvidence());
  }

  @Test
  void shouldRefuseWhatIsNoRateOrNoState() {
    for (double rate : new double[] {0, -0.1, 1.001, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> HarmDetector.fresh(rate));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> HarmDetector.in(0.1, new double[3]));
  }
}
